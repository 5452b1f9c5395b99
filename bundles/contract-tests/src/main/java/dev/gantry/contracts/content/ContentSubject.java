package dev.gantry.contracts.content;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.ContentStore;

/// What the rules of content are tried on.
interface ContentSubject {
  ContentStore content();

  Call call();
}
