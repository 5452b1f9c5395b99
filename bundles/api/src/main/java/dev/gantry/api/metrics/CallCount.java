package dev.gantry.api.metrics;

import dev.gantry.api.plugin.ServiceOffer;
import java.time.Duration;

/// What became of the calls of one method since the daemon started, whichever instances of its
/// plugin answered them. The numbers are read one after the other while calls go on.
///
/// @param channel on which they came
/// @param method full name, `package.Service/Method`; `unknown` for all that nobody serves
/// @param calls that came
/// @param running of these, those that have not ended
/// @param failed those that were answered with an error
/// @param left those whose client left or ran out of time before the answer
/// @param total time of those that have ended, with what they waited while a plugin was exchanged
/// @param last time of the one that ended last
/// @param longest time of the longest that has ended
public record CallCount(
    ServiceOffer.Channel channel,
    String method,
    long calls,
    long running,
    long failed,
    long left,
    Duration total,
    Duration last,
    Duration longest) {}
