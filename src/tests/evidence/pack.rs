//! The archive of a request, and when evidence ends.

use std::io::{Cursor, Read};

use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::{add, draft, picture};
use crate::{evidence, tests::support::story::Story, values::csv};

/// BET-15: one archive with an index and hashes; no name leaves its folder or hides another.
#[tokio::test]
async fn bet_15_the_archive_holds_every_file_under_its_hash() {
    let story = Story::begin().await;
    let id = draft(&story, "mdf_claim", "").await;
    let mut maker = story.member("yunhe", "incentive").await;
    for (slot, name, mark) in [
        ("summary", "总结.png", "s"),
        ("photos", "a.png", "a"),
        ("photos", "=cmd.png", "b"),
        ("photos", "=cmd.png", "c"),
    ] {
        assert_eq!(add(&mut maker, id, slot, 0, (name, &picture(mark))).await.status, 303);
    }
    let first = story.number("select min(id) from request_files where slot = 'photos'").await;
    assert_eq!(add(&mut maker, id, "photos", first, ("d.png", &picture("d"))).await.status, 303);
    story.sql("update attachments set name = '../../evil.png' where name = 'd.png'").await;
    let answer = maker.get(&format!("/requests/{id}/evidence/export")).await;
    assert_eq!((answer.status.as_u16(), answer.headers["content-type"].to_str().unwrap()), (200, "application/zip"));
    let mut archive = ZipArchive::new(Cursor::new(answer.bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert_eq!(
        names,
        ["index.csv", "photos/01-=cmd.png", "photos/02-=cmd.png", "photos/03-_.._evil.png", "summary/01-总结.png"]
    );
    let mut read = |name: &str| {
        let mut bytes = Vec::new();
        archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    };
    let index = read("index.csv");
    let hash = hex::encode(Sha256::digest(&index));
    let index = csv::read(std::str::from_utf8(&index).unwrap()).unwrap();
    assert_eq!(index.len(), 5, "a heading and four files; what was replaced is not among them");
    for line in &index[1..] {
        let cells = &line.fields;
        let bytes = read(&cells[1]);
        assert_eq!(
            (bytes.len().to_string(), hex::encode(Sha256::digest(&bytes))),
            (cells[3].clone(), cells[4].clone())
        );
        assert_eq!((cells[5].as_str(), cells[6].as_str()), ("no", "yunhe/incentive"));
    }
    let recorded = format!(
        "select count(*) from audit_events where event = 'request_file.packed' and after::text like '%{hash}%'"
    );
    assert_eq!(story.number(&recorded).await, 1, "the record proves the index");
}

/// BET-15, COMP-FH-8: what the vendor got stays for 24 months, also after a withdrawal; what was approved stays.
#[tokio::test]
async fn bet_15_only_what_was_given_up_ends_and_only_after_its_time() {
    let story = Story::begin().await;
    let mut maker = story.member("yunhe", "incentive").await;
    let mut requests = Vec::new();
    for (state, sent) in [("discarded", false), ("discarded", true), ("withdrawn", true), ("approved", true)] {
        let id = draft(&story, "mdf_claim", "").await;
        let mark = format!("{state}{sent}");
        assert_eq!(add(&mut maker, id, "photos", 0, ("a.png", &picture(&mark))).await.status, 303);
        let sent = if sent { "'2026-11-22'" } else { "null" };
        story.sql(&format!("update requests set state = '{state}', submitted_at = {sent} where id = {id}")).await;
        requests.push(id);
    }
    let run = async || evidence::expire(&story.app.db, &story.app.key, &story.clock).await.unwrap();
    assert_eq!(run().await, 0, "nothing on the first day");
    story.clock.advance(chrono::TimeDelta::days(32));
    assert_eq!((run().await, run().await), (1, 0), "a draft that nobody saw, once");
    story.clock.advance(chrono::TimeDelta::days(690));
    assert_eq!(run().await, 0, "722 days are not 24 months");
    story.clock.advance(chrono::TimeDelta::days(20));
    assert_eq!(run().await, 2);
    let kept = "select count(*) from request_files f join attachments a on a.id = f.attachment_id where f.request_id =";
    assert_eq!(story.number(&format!("{kept} {}", requests[3])).await, 1, "what was approved");
    assert_eq!(story.number("select count(*) from attachments where purpose = 'request_evidence'").await, 1);
    let deeds =
        "select count(*) from audit_events where event = 'request_file.expired' and actor = 'job/evidence_expiry'";
    assert_eq!(story.number(deeds).await, 3);
}
