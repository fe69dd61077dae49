//! Files: what is taken, what is refused with a sentence, and that nothing is left of what failed.

use std::path::Path;

use super::{PDF, png};
use crate::{app::Options, attachments, tests::support::story::Story};

/// Files in the folder and its shelves.
fn files(folder: &Path) -> usize {
    let shelves = std::fs::read_dir(folder).into_iter().flatten().flatten();
    shelves.map(|shelf| std::fs::read_dir(shelf.path()).into_iter().flatten().count()).sum()
}

#[tokio::test]
async fn a_file_is_what_its_content_says() {
    let story = Story::begin().await;
    let mut master = story.member("yunhe", "master").await;
    let path = "/organization/company/licence";
    let large = [PDF, &vec![b' '; 10 << 20]].concat();
    for (name, bytes, sentence) in [
        ("licence.pdf", &b"MZ\x90\0\x03\0\0\0"[..], "none of PDF, JPG, PNG"),
        ("licence.pdf", b"<html><script>", "none of PDF, JPG, PNG"),
        ("licence.pdf", b"", "Choose a file."),
        ("licence.pdf", &large, "larger than 10 MB"),
    ] {
        let page = master.send_file(path, "licence", (name, bytes)).await;
        let said = page.text("#licence-error");
        assert!(page.status == 422 && said.contains(sentence), "{sentence}: {} {said}", page.status);
        let help = page.text("#licence-help");
        assert!(help.contains("Choose the file again"), "no browser fills it in again: {help}");
    }
    assert!(!master.get(path).await.text("#licence-help").contains("again"), "nothing was chosen yet");
    let far_too_large = vec![b'%'; 22 << 20];
    assert_eq!(master.send_file(path, "licence", ("licence.pdf", &far_too_large)).await.status, 413);
    assert_eq!(master.post(path, &[("licence", "x")]).await.status, 400);
    assert_eq!(files(story.files()), 0, "nothing is left of what was refused");
    assert_eq!(story.number("select count(*) from attachments").await, 0);
    for name in ["a.pdf", "..\\..\\b.exe"] {
        assert_eq!(master.send_file(path, "licence", (name, PDF)).await.status, 303);
    }
    assert_eq!(story.number("select count(*) from attachments where name in ('a.pdf', 'b.exe')").await, 2);
    assert_eq!(files(story.files()), 1, "equal bytes lie there once");
}

#[tokio::test]
async fn a_logo_is_large_enough_and_shown() {
    let story = Story::begin().await;
    let mut master = story.member("yunhe", "master").await;
    let path = "/organization/company/logo";
    for (bytes, sentence) in [
        (png(199, 400), "smaller than 200"),
        (PDF.to_vec(), "none of PNG, JPG"),
        ([png(200, 200), vec![0; 2 << 20]].concat(), "larger than 2 MB"),
        (b"\x89PNG\r\n\x1a\n".to_vec(), "smaller than 200"),
    ] {
        let page = master.send_file(path, "logo", ("logo.png", &bytes)).await;
        let said = page.text("#logo-error");
        assert!(page.status == 422 && said.contains(sentence), "{sentence}: {} {said}", page.status);
    }
    assert_eq!(master.send_file(path, "logo", ("logo.png", &png(200, 200))).await.status, 303);
    let mut member = story.member("yunhe", "auditor").await;
    let shown = member.get("/organization").await;
    let src = shown.attribute("img.picture", "src").unwrap();
    let logo = member.get(&src).await;
    assert_eq!((logo.status.as_u16(), &logo.headers["content-type"]), (200, &"image/png".parse().unwrap()));
    assert!(logo.headers["content-disposition"].to_str().unwrap().starts_with("attachment; filename=\"logo.png\""));
}

#[tokio::test]
async fn files_that_no_change_kept_are_swept_and_the_others_stay() {
    let story = Story::begin().await;
    let mut master = story.member("yunhe", "master").await;
    let licence = "/organization/company/licence";
    assert_eq!(master.send_file(licence, "licence", ("a.pdf", PDF)).await.status, 303);
    assert_eq!(master.send_file(licence, "licence", ("b.png", &png(9, 9))).await.status, 303);
    // The change of the second one failed at its last step.
    story.sql("delete from attachments where name = 'b.png'").await;
    assert_eq!(attachments::sweep(&story.app.db, story.files()).await.unwrap(), 0, "a request may still be at it");
    let an_hour_ago = std::time::Duration::from_secs(3601);
    for shelf in std::fs::read_dir(story.files()).unwrap().flatten() {
        for file in std::fs::read_dir(shelf.path()).unwrap().flatten() {
            let file = std::fs::File::options().write(true).open(file.path()).unwrap();
            let came = file.metadata().unwrap().modified().unwrap();
            file.set_modified(came - an_hour_ago).unwrap();
        }
    }
    assert_eq!(attachments::sweep(&story.app.db, story.files()).await.unwrap(), 1);
    assert_eq!(files(story.files()), 1);
    let id = story.number("select id from attachments").await;
    assert_eq!(master.get(&format!("/organization/files/{id}")).await.body.as_bytes(), PDF);
}

/// A scanner that the operator has set up decides too; a file it cannot judge is not taken.
#[tokio::test]
async fn a_scanner_refuses_with_a_sentence() {
    let mut story = Story::begin().await;
    for (command, status, sentence) in [
        ("test -s", 303, ""),
        ("test -d", 422, "found something harmful"),
        ("no-such-scanner", 422, "could not be scanned"),
    ] {
        let options = Options { scanner: Some(command.parse().unwrap()), ..Options::clone(&story.app.options) };
        story.app.options = options.into();
        let mut master = story.member("yunhe", "master").await;
        let page = master.send_file("/organization/company/licence", "licence", ("licence.pdf", PDF)).await;
        assert_eq!(page.status, status, "{command}");
        assert!(page.text("#licence-error").contains(sentence), "{command}: {}", page.body);
    }
    assert_eq!(files(story.files()), 1, "nothing is left of what was refused");
}
