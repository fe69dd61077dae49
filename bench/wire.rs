//! The first view of a page: everything a new browser fetches, in bytes on the wire.

use crate::{Outcome, browser::Browser, lab::Lab, pages::list_path, table};

/// Bytes of the first views.
pub fn table(lab: &Lab) -> Outcome<()> {
    let portal = lab.serve(&["--no-jobs"])?;
    let list = list_path(lab);
    let mut rows = Vec::new();
    for (path, signed_in) in [("/login", false), ("/", true), (list.as_str(), true)] {
        for encodings in ["gzip, deflate, br, zstd", "gzip"] {
            let visitor = if signed_in { lab.master(&portal)? } else { Browser::open(&portal.address)? };
            let mut browser = visitor.accepting(encodings);
            let page = browser.get(path)?;
            let encoding = page.header("content-encoding").unwrap_or("none").to_owned();
            // Where the files are stands in the page, which has come compressed: it is asked for once more, plain.
            browser.encodings = "";
            let html = browser.get(path)?.text();
            browser.encodings = encodings;
            let mut sizes = vec![page.bytes()];
            for ending in [".css", ".js", ".svg"] {
                let mut bytes = 0;
                for file in files(&html, ending) {
                    bytes += browser.get(&file)?.bytes();
                }
                sizes.push(bytes);
            }
            let sum: usize = sizes.iter().sum();
            let cells = sizes.iter().chain([&sum]).map(|bytes| table::grouped(*bytes as u64));
            rows.push([path.to_owned(), encoding].into_iter().chain(cells).collect());
        }
    }
    let head = ["page", "encoding", "HTML", "CSS", "script", "icon", "all (≤ 60,000)"];
    table::print("First view: bytes over the wire, headers included", &head, &rows)
}

fn files(html: &str, ending: &str) -> Vec<String> {
    let quoted = html.split('"').filter(|text| text.starts_with("/static/") && text.ends_with(ending));
    quoted.map(str::to_owned).collect()
}
