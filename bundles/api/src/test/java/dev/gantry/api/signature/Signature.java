package dev.gantry.api.signature;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a type offers to those who compile against it: a line for itself and one for each of its
/// members, all beginning with its name.
final class Signature {
  private static final int SHOWN =
      Modifier.PROTECTED | Modifier.STATIC | Modifier.FINAL | Modifier.ABSTRACT;

  private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");

  private final Class<?> type;

  private Signature(Class<?> type) {
    this.type = type;
  }

  /// @param marks annotations of the type that are part of the contract
  static List<String> of(Class<?> type, Set<String> marks) {
    Signature signature = new Signature(type);
    List<String> lines = new ArrayList<>();
    lines.add(String.join(" ", marks) + (marks.isEmpty() ? "" : " ") + signature.head());
    seen(type.getDeclaredFields()).map(Signature::field).forEach(lines::add);
    seen(type.getDeclaredConstructors()).map(signature::constructor).forEach(lines::add);
    seen(type.getDeclaredMethods())
        .filter(method -> !OF_EVERY_OBJECT.contains(method.getName()))
        .map(Signature::method)
        .forEach(lines::add);
    return lines.stream().map(line -> shorten(type.getTypeName() + ": " + line)).toList();
  }

  private static String shorten(String line) {
    return line.replaceAll("java\\.lang\\.(?=[A-Z])", "")
        .replace("@org.jspecify.annotations.Nullable()", "@Nullable")
        .replace(" extends Object", "")
        .replace('$', '.');
  }

  private static <M extends Member> Stream<M> seen(M[] members) {
    return Stream.of(members)
        .filter(member -> !member.isSynthetic())
        .filter(member -> (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0);
  }

  private String head() {
    String head =
        modifiers(type.getModifiers())
            + (type.isSealed() ? "sealed " : "")
            + kind()
            + variables(type.getTypeParameters());
    if (type.isRecord()) {
      head += list("(", type.getRecordComponents(), Signature::component, ")");
    }
    if (type.getAnnotatedSuperclass() != null) {
      head += " extends " + type.getAnnotatedSuperclass();
    }
    head += list(" implements ", type.getAnnotatedInterfaces(), AnnotatedType::toString, "");
    return type.isSealed()
        ? head + list(" permits ", type.getPermittedSubclasses(), Class::getTypeName, "")
        : head;
  }

  private String kind() {
    if (type.isAnnotation()) {
      return "@interface";
    }
    if (type.isInterface()) {
      return "interface";
    }
    if (type.isEnum()) {
      return "enum";
    }
    return type.isRecord() ? "record" : "class";
  }

  private static String component(RecordComponent component) {
    return component.getAnnotatedType() + " " + component.getName();
  }

  private static String field(Field field) {
    String text =
        modifiers(field.getModifiers()) + field.getAnnotatedType() + " " + field.getName();
    return field.isEnumConstant() ? "constant " + field.getName() : text + value(field);
  }

  /// Of a constant, which compilers copy into other classes.
  private static String value(Field field) {
    boolean copied = field.getType().isPrimitive() || field.getType() == String.class;
    if (!copied || (field.getModifiers() & SHOWN) != (Modifier.STATIC | Modifier.FINAL)) {
      return "";
    }
    try {
      return " = " + field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private String constructor(Constructor<?> constructor) {
    return modifiers(constructor.getModifiers())
        + variables(constructor.getTypeParameters())
        + type.getSimpleName()
        + tail(constructor);
  }

  private static String method(Method method) {
    String variables = variables(method.getTypeParameters());
    return modifiers(method.getModifiers())
        + (method.isDefault() ? "default " : "")
        + (variables.isEmpty() ? "" : variables + " ")
        + method.getAnnotatedReturnType()
        + " "
        + method.getName()
        + tail(method)
        + (method.getDefaultValue() == null ? "" : " default " + method.getDefaultValue());
  }

  private static String tail(Executable executable) {
    AnnotatedType[] parameters = executable.getAnnotatedParameterTypes();
    return (parameters.length == 0 ? "()" : list("(", parameters, AnnotatedType::toString, ")"))
        + list(" throws ", executable.getGenericExceptionTypes(), Type::getTypeName, "");
  }

  private static String modifiers(int modifiers) {
    String shown = Modifier.toString(modifiers & SHOWN);
    return shown.isEmpty() ? "" : shown + " ";
  }

  private static String variables(TypeVariable<?>[] variables) {
    return list(
        "<",
        variables,
        variable ->
            variable.getName()
                + list(" extends ", variable.getAnnotatedBounds(), AnnotatedType::toString, ""),
        ">");
  }

  private static <T> String list(String before, T[] parts, Function<T, String> text, String after) {
    return parts.length == 0
        ? ""
        : Stream.of(parts).map(text).collect(Collectors.joining(", ", before, after));
  }
}
