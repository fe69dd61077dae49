//! Stories of organisations (ORG-1 to ORG-14).

mod company;
mod desk;
mod files;
mod master;
mod settings;
mod states;

use super::support::{
    client::{Client, Page},
    story::Story,
};

/// A small PDF.
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n";

/// The beginning of a PNG of this size, and some bytes.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend([8, 2, 0, 0, 0, 1, 2, 3, 4]);
    bytes
}

/// Value of a hidden field of a form.
fn hidden(page: &Page, name: &str) -> String {
    page.attribute(&format!("input[name={name}]"), "value").unwrap_or_else(|| panic!("no {name} in {}", page.body))
}

/// Sends a licence and answers the address of the form that goes on with it.
async fn licence(master: &mut Client) -> String {
    let sent = master.send_file("/organization/company/licence", "licence", ("营业执照.pdf", PDF)).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    sent.location().to_owned()
}

/// Submits a change of the company's name.
async fn submit(master: &mut Client, name: &str) -> Page {
    let form = licence(master).await;
    let form = master.get(&form).await;
    let (licence, revision) = (hidden(&form, "licence"), hidden(&form, "revision"));
    let fields = [
        ("step", "submit"),
        ("licence", licence.as_str()),
        ("revision", revision.as_str()),
        ("name", name),
        ("legal_representative", "王小明"),
        ("address", "1 Example Road"),
    ];
    master.post("/organization/company/request", &fields).await
}

/// The desk decides on the newest request.
async fn decide(desk: &mut Client, story: &Story, step: &str, reason: &str) -> Page {
    let id = story.number("select max(id) from company_requests").await;
    let revision = hidden(&desk.get(&format!("/desk/companies/{id}")).await, "revision");
    let fields = [("step", step), ("reason", reason), ("revision", revision.as_str())];
    desk.post(&format!("/desk/companies/{id}/review"), &fields).await
}
