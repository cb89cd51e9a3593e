//! The Rust axis: what the generated code of two versions has in common.

use std::collections::BTreeMap;

use generator::surface::{Argument, Direction, Field, Surface, Type, TypeItem, TypeKind};

use crate::Class;

/// What a change does to code that uses the crate.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Effect {
    pub(crate) class: Class,
    /// Empty if there is none.
    pub(crate) reason: String,
}

impl Effect {
    pub(crate) fn none() -> Self {
        Self::default()
    }

    pub(crate) fn new(class: Class, reason: impl Into<String>) -> Self {
        Self { class, reason: reason.into() }
    }

    pub(crate) fn breaking(reason: impl Into<String>) -> Self {
        Self::new(Class::Breaking, reason)
    }

    pub(crate) fn additive(reason: impl Into<String>) -> Self {
        Self::new(Class::Additive, reason)
    }

    /// The worse of both; the first if they are equal.
    pub(crate) fn or(self, other: Effect) -> Self {
        if other.class > self.class { other } else { self }
    }
}

/// A type with the operation that it belongs to.
#[derive(Clone, Copy)]
pub(crate) struct TypeOf<'a> {
    pub(crate) surface: &'a Surface,
    pub(crate) ty: &'a Type,
}

impl<'a> TypeOf<'a> {
    /// The type's definition, if it is a type of the operation.
    pub(crate) fn item(self) -> Option<&'a TypeItem> {
        match self.ty {
            Type::Named(key) => self.surface.types.get(key),
            _ => None,
        }
    }

    /// The fields by documented name, and the map of other members.
    pub(crate) fn fields(self) -> Option<&'a BTreeMap<String, Field>> {
        match &self.item()?.kind {
            TypeKind::Struct { fields, .. } => Some(fields),
            _ => None,
        }
    }

    pub(crate) fn variants(self) -> Option<&'a BTreeMap<String, String>> {
        match &self.item()?.kind {
            TypeKind::Enum(variants) => Some(variants),
            _ => None,
        }
    }

    pub(crate) fn items(self) -> Option<Self> {
        match self.ty {
            Type::List(items) => Some(Self { ty: items, ..self }),
            _ => self.wrapped()?.items(),
        }
    }

    pub(crate) fn values(self) -> Option<Self> {
        match self.ty {
            Type::Map(values) => Some(Self { ty: values, ..self }),
            _ => match self.item().map(|item| &item.kind) {
                Some(TypeKind::Struct { others: Some((_, ty)), .. }) => Some(Self { ty, ..self }),
                _ => self.wrapped()?.values(),
            },
        }
    }

    fn wrapped(self) -> Option<Self> {
        match &self.item()?.kind {
            TypeKind::Wrapper(ty) => Some(Self { ty, ..self }),
            _ => None,
        }
    }

    /// The type as it is written.
    pub(crate) fn text(self) -> String {
        match self.ty {
            Type::Boolean => "bool".to_owned(),
            Type::Integer => "i64".to_owned(),
            Type::Number => "f64".to_owned(),
            Type::String => "String".to_owned(),
            Type::Any => "Value".to_owned(),
            Type::File => "File".to_owned(),
            Type::Content => "Content".to_owned(),
            Type::List(items) => format!("Vec<{}>", Self { ty: items, ..self }.text()),
            Type::Map(values) => format!("BTreeMap<String, {}>", Self { ty: values, ..self }.text()),
            Type::Named(_) => self.item().map(|item| item.name.clone()).unwrap_or_default(),
        }
    }

    /// The outermost part of the type, without names.
    fn kind(self) -> &'static str {
        match self.ty {
            Type::Boolean => "bool",
            Type::Integer => "i64",
            Type::Number => "f64",
            Type::String => "String",
            Type::Any => "Value",
            Type::File => "File",
            Type::Content => "Content",
            Type::List(_) => "Vec",
            Type::Map(_) => "BTreeMap",
            Type::Named(_) => match self.item().map(|item| &item.kind) {
                Some(TypeKind::Enum(_)) => "enum",
                Some(TypeKind::Wrapper(ty)) => Self { ty, ..self }.kind(),
                _ => "struct",
            },
        }
    }
}

/// What another type of a value means, leaving what is inside it aside.
pub(crate) fn type_effect(base: Option<TypeOf<'_>>, head: Option<TypeOf<'_>>, argument: bool) -> Effect {
    let (Some(base), Some(head)) = (base, head) else { return Effect::none() };
    let (old, new) = (base.kind(), head.kind());
    if old == new {
        return Effect::none();
    }
    let reason = format!("its type `{}` becomes `{}`", base.text(), head.text());
    // An argument takes whatever converts to its type.
    if argument && old == "String" && matches!(new, "enum" | "Value") {
        return Effect::new(Class::Risky, format!("{reason}, to which not all converts that did"));
    }
    Effect::breaking(reason)
}

/// What a new field means to those who write the struct.
pub(crate) fn field_added(base: Option<TypeOf<'_>>, head: Option<TypeOf<'_>>, name: &str) -> Effect {
    let (Some(owner), Some(new)) = (base, head) else { return Effect::none() };
    let (Some(olds), Some(news)) = (owner.fields(), new.fields()) else { return Effect::none() };
    let (None, Some(field)) = (olds.get(name), news.get(name)) else { return Effect::none() };
    if is_answer(owner) {
        return Effect::additive(format!("a field `{}` is added", field.rust));
    }
    let text = owner.text();
    if has_optional(owner) {
        let reason = if field.required {
            format!("code that ends `{text}` in `..Default::default()` compiles and sends an empty value")
        } else {
            format!("`{text}` written without `..Default::default()` compiles no more")
        };
        Effect::new(Class::Risky, reason)
    } else {
        Effect::breaking(format!("`{text}` could be written in full and has one more field"))
    }
}

/// What it means that a field is gone.
pub(crate) fn field_removed(base: Option<TypeOf<'_>>, head: Option<TypeOf<'_>>, name: &str) -> Effect {
    let fields = |side: Option<TypeOf<'_>>| side.and_then(|side| side.fields()?.get(name).cloned());
    match (fields(base), head.and_then(TypeOf::fields), fields(head)) {
        (Some(field), Some(_), None) => Effect::breaking(format!("the field `{}` is gone", field.rust)),
        _ => Effect::none(),
    }
}

/// Answers are only read, and can grow.
fn is_answer(owner: TypeOf<'_>) -> bool {
    matches!(owner.ty, Type::Named(key) if key.direction == Direction::Response)
}

/// Whether the struct's documentation tells users to end it in `..Default::default()`.
fn has_optional(owner: TypeOf<'_>) -> bool {
    match owner.item().map(|item| &item.kind) {
        Some(TypeKind::Struct { fields, others }) => {
            others.is_some() || fields.values().any(|field| !field.required)
        }
        _ => false,
    }
}

/// How the surfaces differ, whatever the reason: the worst effect.
///
/// This is the other half of a double entry: the rules must find at least as much.
pub(crate) fn difference(base: &Surface, head: &Surface) -> Effect {
    let renamed = (base.name != head.name || base.module != head.module).then(|| {
        let path = |surface: &Surface| format!("{}::{}", surface.module, surface.name);
        Effect::breaking(format!("`{}` is `{}` now", path(base), path(head)))
    });
    let mut worst = renamed.unwrap_or_default();
    worst = worst.or(calls(base, head)).or(paging(base, head)).or(waiting(base, head));
    let types = |surface: &'_ Surface| -> BTreeMap<String, Type> {
        let named = surface.types.iter().map(|(key, item)| (item.name.clone(), Type::Named(key.clone())));
        named.collect()
    };
    let news = types(head);
    for (name, old) in types(base) {
        let old = TypeOf { surface: base, ty: &old };
        let effect = match news.get(&name) {
            None => Effect::breaking(format!("the type `{name}` is gone")),
            Some(new) => type_difference(old, TypeOf { surface: head, ty: new }),
        };
        worst = worst.or(effect);
    }
    worst
}

/// `items` and `pages`.
pub(crate) fn paging(base: &Surface, head: &Surface) -> Effect {
    let text = |surface: &Surface| surface.item.as_ref().map(|ty| TypeOf { surface, ty }.text());
    match (text(base), text(head)) {
        (Some(_), None) => Effect::breaking("`items` and `pages` are gone"),
        (None, Some(_)) => Effect::additive("`items` and `pages` are added"),
        (Some(old), Some(new)) if old != new => {
            Effect::breaking(format!("`items` gives `{new}`, not `{old}`"))
        }
        _ => Effect::none(),
    }
}

/// `send_and_wait`.
pub(crate) fn waiting(base: &Surface, head: &Surface) -> Effect {
    match (base.waits, head.waits) {
        (true, false) => Effect::breaking("`send_and_wait` is gone"),
        (false, true) => Effect::additive("`send_and_wait` is added"),
        _ => Effect::none(),
    }
}

/// `new`, setters and what `send` gives.
fn calls(base: &Surface, head: &Surface) -> Effect {
    let required = |surface: &Surface| -> Vec<Type> {
        let arguments = surface.arguments.iter().filter(|argument| argument.required);
        let arguments = arguments.map(|argument| argument.ty.clone());
        let body = surface.body.iter().filter(|body| body.required).map(|body| body.ty.clone());
        arguments.chain(body).collect()
    };
    let (olds, news) = (required(base), required(head));
    if olds.len() != news.len() {
        return Effect::breaking(format!("`new` takes {} arguments, not {}", news.len(), olds.len()));
    }
    let mut worst = Effect::none();
    let argument =
        |old, new| argument_difference(TypeOf { surface: base, ty: old }, TypeOf { surface: head, ty: new });
    for (old, new) in olds.iter().zip(&news) {
        worst = worst.or(argument(old, new));
    }
    let optional = |surface: &Surface| -> BTreeMap<String, Type> {
        let arguments = surface.arguments.iter().filter(|argument| !argument.required);
        let arguments = arguments.map(|argument: &Argument| (argument.rust.clone(), argument.ty.clone()));
        let body = surface.body.iter().filter(|body| !body.required);
        arguments.chain(body.map(|body| ("body".to_owned(), body.ty.clone()))).collect()
    };
    let (olds, news) = (optional(base), optional(head));
    for (name, old) in &olds {
        let effect = match news.get(name) {
            None => Effect::breaking(format!("the setter `{name}` is gone")),
            Some(new) => argument(old, new),
        };
        worst = worst.or(effect);
    }
    if news.keys().any(|name| !olds.contains_key(name)) {
        worst = worst.or(Effect::additive("there is one more setter"));
    }
    worst
}

/// An argument takes whatever converts to its type, or to the items of its list.
fn argument_difference(old: TypeOf<'_>, new: TypeOf<'_>) -> Effect {
    if old.text() == new.text() {
        return Effect::none();
    }
    let effect = type_effect(Some(old), Some(new), true);
    match (old.items(), new.items()) {
        (Some(old), Some(new)) => type_effect(Some(old), Some(new), true),
        _ if effect == Effect::none() => {
            Effect::breaking(format!("`{}` is `{}` now", old.text(), new.text()))
        }
        _ => effect,
    }
}

fn type_difference(base: TypeOf<'_>, head: TypeOf<'_>) -> Effect {
    let (Some(old), Some(new)) = (base.item(), head.item()) else { return Effect::none() };
    match (&old.kind, &new.kind) {
        (TypeKind::Struct { fields: olds, others: old }, TypeKind::Struct { fields: news, others: new }) => {
            let old_map = old.as_ref().map(|(rust, ty)| (rust, TypeOf { ty, ..base }.text()));
            let new_map = new.as_ref().map(|(rust, ty)| (rust, TypeOf { ty, ..head }.text()));
            let mut worst = match (&old_map, &new_map) {
                (None, Some(_)) if is_answer(base) => Effect::additive("a field is added"),
                (None, Some(_)) if has_optional(base) => Effect::new(Class::Risky, "a field is added"),
                (old, new) if old == new => Effect::none(),
                _ => Effect::breaking("the field of all other members changed"),
            };
            let news: BTreeMap<&str, &Field> =
                news.values().map(|field| (field.rust.as_str(), field)).collect();
            let old_names: BTreeMap<&str, &Field> =
                olds.values().map(|field| (field.rust.as_str(), field)).collect();
            for (name, field) in &old_names {
                let same = news.get(name).is_some_and(|new| field_text(base, field) == field_text(head, new));
                if !same {
                    let owner = base.text();
                    worst = worst.or(Effect::breaking(format!("the field `{owner}::{name}` changed")));
                }
            }
            if news.keys().any(|name| !old_names.contains_key(name)) {
                let class = match (is_answer(base), has_optional(base)) {
                    (true, _) => Class::Additive,
                    (false, true) => Class::Risky,
                    (false, false) => Class::Breaking,
                };
                worst = worst.or(Effect::new(class, format!("`{}` has one more field", base.text())));
            }
            worst
        }
        (TypeKind::Wrapper(old), TypeKind::Wrapper(new)) => {
            let (old, new) = (TypeOf { ty: old, ..base }, TypeOf { ty: new, ..head });
            let same = old.text() == new.text();
            if same { Effect::none() } else { Effect::breaking(format!("`{}` changed", base.text())) }
        }
        (TypeKind::Enum(olds), TypeKind::Enum(news)) => {
            let gone = olds.values().find(|rust| !news.values().any(|new| new == *rust));
            match gone {
                Some(rust) => Effect::breaking(format!("the variant `{}::{rust}` is gone", base.text())),
                None if olds == news => Effect::none(),
                None => Effect::additive(format!("`{}` has one more variant", base.text())),
            }
        }
        _ => Effect::breaking(format!("`{}` is of another kind", base.text())),
    }
}

fn field_text(owner: TypeOf<'_>, field: &Field) -> String {
    let text = TypeOf { ty: &field.ty, ..owner }.text();
    let text = if field.boxed { format!("Box<{text}>") } else { text };
    // All fields of answers are optional.
    if field.required { text } else { format!("Option<{text}>") }
}

/// What it means that a struct has a map of all other members or has none any more.
pub(crate) fn others_effect(base: Option<TypeOf<'_>>, head: Option<TypeOf<'_>>) -> Effect {
    let others = |side: Option<TypeOf<'_>>| match side.and_then(TypeOf::item).map(|item| item.kind.clone()) {
        Some(TypeKind::Struct { others, .. }) => Some(others.is_some()),
        _ => None,
    };
    match (base, others(base), others(head)) {
        (_, Some(true), Some(false)) => Effect::breaking("the field of all other members is gone"),
        (Some(owner), Some(false), Some(true)) if is_answer(owner) => {
            Effect::additive("there is a field of all other members")
        }
        (Some(owner), Some(false), Some(true)) if has_optional(owner) => {
            Effect::new(Class::Risky, "there is one more field")
        }
        (_, Some(false), Some(true)) => Effect::breaking("there is one more field"),
        _ => Effect::none(),
    }
}
