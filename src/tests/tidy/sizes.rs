//! Small on purpose: files, functions, handlers, templates.

use syn::{
    ImplItemFn, ItemFn, Signature,
    spanned::Spanned,
    visit::{self, Visit},
};

use super::{nothing_in, sources};

/// Lines of a source file.
const FILE: usize = 400;
/// Lines of a function.
const FUNCTION: usize = 60;
/// Lines of a handler.
const HANDLER: usize = 30;
/// Arguments of a function, `self` included.
const ARGUMENTS: usize = 5;
/// Lines of a template.
const TEMPLATE: usize = 120;

#[test]
fn files_are_short() {
    let long = |source: &super::Source, most: usize| {
        let lines = source.text.lines().count();
        (lines > most).then(|| format!("{}: {lines} lines", source.path))
    };
    let files: Vec<String> = sources("src", ".rs").iter().filter_map(|source| long(source, FILE)).collect();
    nothing_in(&files, "a file has at most 400 lines: split it by noun");
    let templates: Vec<String> =
        sources("templates", ".html").iter().filter_map(|source| long(source, TEMPLATE)).collect();
    nothing_in(&templates, "a template has at most 120 lines: move a part to parts/");
}

struct Functions<'a> {
    path: &'a str,
    most: usize,
    complaints: Vec<String>,
}

impl Functions<'_> {
    fn look(&mut self, signature: &Signature, lines: usize) {
        let name = format!("{}: fn {}", self.path, signature.ident);
        if lines > self.most {
            self.complaints.push(format!("{name} has {lines} lines"));
        }
        if signature.inputs.len() > ARGUMENTS {
            self.complaints.push(format!("{name} has {} arguments", signature.inputs.len()));
        }
    }
}

impl<'a> Visit<'a> for Functions<'_> {
    fn visit_item_fn(&mut self, function: &'a ItemFn) {
        self.look(&function.sig, lines_within(&function.block));
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'a ImplItemFn) {
        self.look(&function.sig, lines_within(&function.block));
        visit::visit_impl_item_fn(self, function);
    }
}

/// Lines between the braces.
fn lines_within(block: &syn::Block) -> usize {
    let span = block.span();
    (span.end().line - span.start().line).saturating_sub(1)
}

#[test]
fn functions_are_short() {
    let mut complaints = Vec::new();
    for source in sources("src", ".rs") {
        let handlers = source.is_slice() && source.parts().first() == Some(&"routes");
        let most = if handlers { HANDLER } else { FUNCTION };
        let mut functions = Functions { path: &source.path, most, complaints: Vec::new() };
        functions.visit_file(&syn::parse_file(&source.text).unwrap());
        complaints.extend(functions.complaints);
    }
    nothing_in(&complaints, "a function has at most 60 lines (a handler 30) and 5 arguments");
}
