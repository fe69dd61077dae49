//! A deployment whose key file is gone: nothing makes a new one while secrets stand that no other key opens.

use std::{fs, os::unix::fs::PermissionsExt, path::PathBuf};

use clap::Parser;

use crate::{
    cli::{Failure, node::Node},
    cloud::seal,
    config::Config,
};

#[derive(clap::Parser)]
struct Whole {
    #[command(flatten)]
    config: Config,
}

/// A data directory that also the account `postgres` can reach, removed with its test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("pp-{}", &hex::encode(rand::random::<[u8; 6]>())));
        fs::create_dir(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o711)).unwrap();
        Self(path)
    }

    fn config(&self) -> Config {
        let arguments = ["portal".into(), "--data-dir".into(), self.0.clone().into_os_string()];
        Whole::parse_from::<_, std::ffi::OsString>(arguments).config
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _left = fs::remove_dir_all(&self.0);
    }
}

const SEALED: &str = "
    insert into organizations (code, name, kind, state) values ('yunhe', '云合', 'distributor', 'active');
    insert into members (organization_id, username, name, state) select id, 'finance', 'F', 'active' from organizations;
    insert into totp_seeds (member_id, organization_id, seed_sealed, last_step, confirmed_at)
      select id, organization_id, '\\x00', 0, now() from members";

#[tokio::test]
async fn a_lost_key_is_never_replaced_while_it_is_needed() {
    let folder = Folder::new();
    let config = folder.config();
    let node = Node::open(&config).await.unwrap();
    node.close().await.unwrap();
    fs::remove_file(config.key_file()).unwrap();

    let node = Node::open(&config).await.unwrap();
    sqlx::raw_sql(SEALED).execute(&mut node.source.owner().await.unwrap()).await.unwrap();
    node.close().await.unwrap();
    let copy = fs::read(config.key_file()).unwrap();
    fs::remove_file(config.key_file()).unwrap();

    let refused = Node::open(&config).await.err().unwrap();
    assert!(matches!(refused, Failure::KeyLost { sealed: 1, .. }), "{refused}");
    assert!(!config.key_file().exists(), "no new key hides the loss");

    fs::write(config.key_file(), copy).unwrap();
    fs::set_permissions(config.key_file(), fs::Permissions::from_mode(0o600)).unwrap();
    let node = Node::open(&config).await.unwrap();
    seal::Key::load(&config.key_file()).unwrap();
    node.close().await.unwrap();
}
