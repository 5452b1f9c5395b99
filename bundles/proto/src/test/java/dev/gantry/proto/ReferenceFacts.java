package dev.gantry.proto;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.SortedMap;
import java.util.TreeMap;

/// What `wire.json` states, one line a fact, in the words of [DescriptorFacts].
final class ReferenceFacts {
  private final SortedMap<String, String> facts = new TreeMap<>();

  private ReferenceFacts() {}

  static SortedMap<String, String> of(JsonObject wire) {
    ReferenceFacts reference = new ReferenceFacts();
    reference.addFiles(wire.getAsJsonObject("files"));
    reference.addTypes(wire);
    // Not its files: the paths of vendored files say where they were copied from, and never travel.
    reference.addTypes(wire.getAsJsonObject("vendored"));
    return reference.facts;
  }

  private void addFiles(JsonObject files) {
    for (var file : files.entrySet()) {
      JsonObject body = file.getValue().getAsJsonObject();
      JsonObject options = body.getAsJsonObject("options");
      facts.put(
          "file " + file.getKey(),
          text(body, "syntax")
              + " "
              + text(body, "package")
              + (flag(options, "fieldpath_all") ? " fieldpath_all" : ""));
    }
  }

  private void addTypes(JsonObject types) {
    types.getAsJsonObject("services").asMap().forEach(this::addService);
    types.getAsJsonObject("messages").asMap().forEach(this::addMessage);
    types.getAsJsonObject("enums").asMap().forEach(this::addEnum);
    types.getAsJsonObject("extensions").asMap().forEach(this::addExtension);
  }

  private void addService(String name, JsonElement service) {
    facts.put("service " + name, "");
    for (var entry : service.getAsJsonObject().getAsJsonObject("methods").entrySet()) {
      JsonObject method = entry.getValue().getAsJsonObject();
      facts.put(
          "method " + name + "/" + entry.getKey(),
          (flag(method, "client_streaming") ? "stream " : "")
              + text(method, "input")
              + " -> "
              + (flag(method, "server_streaming") ? "stream " : "")
              + text(method, "output"));
    }
  }

  private void addMessage(String name, JsonElement element) {
    JsonObject message = element.getAsJsonObject();
    if (flag(message, "map_entry")) {
      return;
    }
    boolean fieldpath =
        message.has("options") && flag(message.getAsJsonObject("options"), "fieldpath");
    facts.put("message " + name, fieldpath ? "fieldpath" : "");
    if (message.has("reserved_ranges")) {
      for (JsonElement range : message.getAsJsonArray("reserved_ranges")) {
        JsonArray ends = range.getAsJsonArray();
        facts.put(
            "reserved " + name + " from " + ends.get(0).getAsInt(), "to " + ends.get(1).getAsInt());
      }
    }
    for (var field : message.getAsJsonObject("fields").entrySet()) {
      facts.put("field " + name + "." + field.getKey(), field(field.getValue().getAsJsonObject()));
    }
  }

  private void addEnum(String name, JsonElement element) {
    facts.put("enum " + name, "");
    for (var value : element.getAsJsonObject().getAsJsonObject("values").entrySet()) {
      facts.put("value " + name + "." + value.getKey(), value.getValue().getAsString());
    }
  }

  private void addExtension(String name, JsonElement element) {
    JsonObject extension = element.getAsJsonObject();
    facts.put("extension " + name, field(extension) + " on " + text(extension, "extendee"));
  }

  private static String field(JsonObject field) {
    StringBuilder line = new StringBuilder(text(field, "number")).append(' ').append(type(field));
    line.append(" json=").append(text(field, "json_name"));
    if (field.has("oneof")) {
      line.append(" oneof=").append(text(field, "oneof"));
    }
    if (flag(field, "proto3_optional")) {
      line.append(" proto3_optional");
    }
    if (field.has("options")) {
      for (var option : field.getAsJsonObject("options").entrySet()) {
        line.append(' ').append(option.getKey()).append('=').append(option.getValue());
      }
    }
    return line.toString();
  }

  private static String type(JsonObject field) {
    if (field.has("map")) {
      JsonArray map = field.getAsJsonArray("map");
      return "map<" + map.get(0).getAsString() + ", " + map.get(1).getAsString() + ">";
    }
    String kind = text(field, "label") + " " + text(field, "type");
    return field.has("type_name") ? kind + " " + typeName(text(field, "type_name")) : kind;
  }

  /// The reference compiled ttrpc against a copy of Google's status; the shape is the same.
  private static String typeName(String name) {
    return name.equals("ttrpc.Status") ? "google.rpc.Status" : name;
  }

  private static String text(JsonObject object, String key) {
    return object.get(key).getAsString();
  }

  private static boolean flag(JsonObject object, String key) {
    return object.has(key) && object.get(key).getAsBoolean();
  }
}
