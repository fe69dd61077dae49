//! What a wire type claims about the contract, for the test that walks it. Compiled for tests only.

/// The JSON a field reads or writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// A string.
    Text,
    /// A whole number.
    Integer,
    /// A decimal: a JSON number in requests, a number or a string in answers (API-30).
    Amount,
    /// A boolean.
    Flag,
    /// A list of one shape.
    List(Box<Shape>),
    /// An object with named fields.
    Object(Vec<Field>),
}

/// One field of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Name on the wire.
    pub name: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// Whether it is in every request that can be built; false in answers.
    pub required: bool,
}
