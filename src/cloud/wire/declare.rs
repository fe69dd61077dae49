//! The three words in which the families are written: `answer!`, `part!` and `operation!`, with `paged!` for lists.
//!
//! A field stands under its name on the wire; `as "…"` gives the name when Rust cannot spell it. For tests each type
//! also tells its shape, from the same lines, so that what is compared with the contract is what is sent and read.

/// The name of a field on the wire.
#[cfg(test)]
macro_rules! wire_name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $wire:literal) => {
        $wire
    };
}

/// An object inside an answer, or a whole one. Every field may be absent.
macro_rules! answer {
    ($($(#[$doc:meta])* $name:ident { $($field:ident $(as $wire:literal)?: $type:ty),* $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
        #[serde(default)]
        pub struct $name {$(
            #[doc = concat!("`", stringify!($field), "` as the vendor sent it.")]
            #[serde($(rename = $wire,)? deserialize_with = "crate::cloud::wire::read::ReadField::read_field")]
            pub $field: $type,
        )*}

        impl $crate::cloud::wire::read::Read for $name {
            fn read<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
                $crate::cloud::wire::read::object(from)
            }

            #[cfg(test)]
            fn shape() -> $crate::cloud::wire::shape::Shape {
                $crate::cloud::wire::shape::Shape::Object(vec![$($crate::cloud::wire::shape::Field {
                    name: wire_name!($field $($wire)?),
                    shape: <$type as $crate::cloud::wire::read::ReadField>::field_shape(),
                    required: false,
                }),*])
            }
        }
    )+};
}

/// A struct whose unset fields are left out when it is written.
macro_rules! written {
    ($(#[$doc:meta])* $name:ident { $($field:ident $(as $wire:literal)?: $type:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, serde::Serialize)]
        pub struct $name {$(
            #[doc = concat!("`", stringify!($field), "`; left out when unset.")]
            #[serde(
                $(rename = $wire,)?
                skip_serializing_if = "crate::cloud::wire::write::WriteField::is_unset",
                serialize_with = "crate::cloud::wire::write::WriteField::write_field"
            )]
            pub $field: $type,
        )*}

        impl $crate::cloud::wire::write::Write for $name {
            fn write<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                serde::Serialize::serialize(self, to)
            }

            #[cfg(test)]
            fn shape() -> $crate::cloud::wire::shape::Shape {
                $crate::cloud::wire::shape::Shape::Object(vec![$($crate::cloud::wire::shape::Field {
                    name: wire_name!($field $($wire)?),
                    shape: <$type as $crate::cloud::wire::write::WriteField>::field_shape(),
                    required: <$type as $crate::cloud::wire::write::WriteField>::REQUIRED,
                }),*])
            }
        }
    };
}

/// An object inside a request.
macro_rules! part {
    ($($(#[$doc:meta])* $name:ident { $($fields:tt)* })+) => {$(
        written! { $(#[$doc])* $name { $($fields)* } }
    )+};
}

/// An operation: access, method, path, sites, answer, then its parameters; `with { … }` replaces defaults of the trait.
macro_rules! operation {
    ($(#[$doc:meta])* $name:ident: $access:ident $method:ident $path:literal on $sites:ident -> $answer:ty
        { $($fields:tt)* } $(with { $($item:item)* })?) => {
        written! { $(#[$doc])* $name { $($fields)* } }

        impl $crate::cloud::wire::Operation for $name {
            const ID: &'static str = stringify!($name);
            const METHOD: $crate::cloud::wire::Method = $crate::cloud::wire::Method::$method;
            const PATH: &'static str = $path;
            const ACCESS: $crate::cloud::wire::Access = $crate::cloud::wire::Access::$access;
            const SITES: $crate::cloud::site::Sites = $crate::cloud::site::Sites::$sites;
            type Answer = $answer;
            $($($item)*)?
        }
    };
}

/// How a list with optional `offset` and `limit` is paged.
macro_rules! paged {
    ($($operation:ident: $rows:ident of $row:ty, total $total:ident, $largest:literal a page;)+) => {$(
        impl $crate::cloud::wire::Paged for $operation {
            type Row = $row;
            const LARGEST_PAGE: i64 = $largest;
            const ROWS: &'static str = stringify!($rows);

            fn page(mut self, offset: i64, limit: i64) -> Self {
                self.offset = Some(offset);
                self.limit = Some(limit);
                self
            }

            fn total(answer: &Self::Answer) -> Option<i64> {
                answer.$total
            }

            fn rows(answer: Self::Answer) -> Vec<$row> {
                answer.$rows
            }
        }
    )+};
}
