//! Connections: saved sealed, opened again, used, and refused when they could not be safe.

use std::path::{Path, PathBuf};

use sqlx::{AssertSqlSafe, Connection};

use super::support::{self, vendor};
use crate::{
    clock::Clock,
    cloud::{Lane, Site, wire::resellers::ListIndirectPartners},
    cloud_accounts::{AccountError, CloudAccounts, NewAccount, Settings},
};

/// A deployment with a key file of its own, removed with its test.
struct Deployment {
    partner: vendor::Partner,
    folder: PathBuf,
}

impl Deployment {
    async fn begin() -> Self {
        let folder = std::env::temp_dir().join(format!("pp-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir(&folder).unwrap();
        let deployment = Self { partner: vendor::distributor().await, folder };
        deployment.sql("truncate cloud_accounts cascade").await;
        deployment
    }

    async fn sql(&self, statement: &str) {
        let mut owner = self.partner.database.owner().await;
        sqlx::raw_sql(AssertSqlSafe(statement.to_owned())).execute(&mut owner).await.unwrap();
        owner.close().await.unwrap();
    }

    async fn code(&self) -> String {
        let mut owner = self.partner.database.owner().await;
        let code = sqlx::query_scalar("select code from organizations where id = $1");
        code.bind(self.partner.account.organization_id).fetch_one(&mut owner).await.unwrap()
    }

    fn accounts(&self) -> CloudAccounts {
        self.accounts_with(&self.folder.join("key"))
    }

    fn accounts_with(&self, key: &Path) -> CloudAccounts {
        let settings = Settings { loopback_rate: Some(0), ..Settings::default() };
        let (db, clock) = (self.partner.database.db.clone(), self.partner.clock.clone());
        CloudAccounts::open(db, clock, key, settings).unwrap()
    }

    async fn new_account(&self) -> NewAccount {
        let (url, keys) = (self.partner.vendor.base_url(), self.partner.vendor.keys());
        NewAccount {
            organization: self.code().await,
            site: Site::China,
            base_url: url.clone(),
            iam_url: url,
            access_key: keys.ak,
            secret_key: keys.sk.into(),
            unreachable: false,
        }
    }
}

impl Drop for Deployment {
    fn drop(&mut self) {
        let _left = std::fs::remove_dir_all(&self.folder);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_that_does_not_exist_is_noticed_without_asking_anybody() {
    let deployment = Deployment::begin().await;
    let accounts = deployment.accounts();
    accounts.check(&deployment.new_account().await).await.unwrap();
    let unknown = NewAccount { organization: "nope".to_owned(), ..deployment.new_account().await };
    let refused = accounts.check(&unknown).await.unwrap_err();
    assert!(matches!(refused, AccountError::NoOrganization(_)), "{refused}");
    assert!(!AccountError::NotPartner("lanqiao".to_owned()).to_string().contains("API-"), "no rule numbers");
}

#[tokio::test]
async fn a_saved_connection_is_sealed_and_calls_the_vendor() {
    let deployment = Deployment::begin().await;
    let accounts = deployment.accounts();
    let keys = deployment.partner.vendor.keys();
    let domain_id = accounts.save(&deployment.new_account().await).await.unwrap();
    assert_eq!(domain_id.as_deref(), Some(keys.domain_id.as_str()), "the account id is asked for when saving (API-13)");
    let mut owner = deployment.partner.database.owner().await;
    let sealed: Vec<u8> =
        sqlx::query_scalar("select secret_key_sealed from cloud_accounts").fetch_one(&mut owner).await.unwrap();
    assert!(
        !sealed.windows(keys.sk.len()).any(|part| part == keys.sk.as_bytes()),
        "the secret key is not in the clear"
    );
    let opened = deployment.accounts().load().await.unwrap();
    let resellers = opened[0].client.call(&ListIndirectPartners::default(), Lane::People).await.unwrap();
    assert_eq!(resellers.value.indirect_partners.len(), 2);
    assert!(opened[0].has_resellers);
}

#[tokio::test]
async fn clients_follow_the_row_and_saving_again_replaces_it() {
    let deployment = Deployment::begin().await;
    let accounts = deployment.accounts();
    let account = deployment.new_account().await;
    accounts.save(&account).await.unwrap();
    assert_eq!(accounts.load().await.unwrap().len(), 1);
    deployment.sql("update cloud_accounts set access_key = 'AKWRONG'").await;
    let wrong = accounts.load().await.unwrap();
    assert!(wrong[0].client.call(&ListIndirectPartners::default(), Lane::People).await.is_err());
    accounts.save(&account).await.unwrap();
    let right = accounts.load().await.unwrap();
    assert_eq!((right.len(), right[0].id), (1, wrong[0].id), "one connection an organisation and site");
    assert!(right[0].client.call(&ListIndirectPartners::default(), Lane::People).await.is_ok());
}

/// An address of this machine at which nobody listens.
fn nobodys_address() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

#[tokio::test]
async fn what_cannot_be_reached_replaces_nothing_unless_asked_for() {
    let deployment = Deployment::begin().await;
    let accounts = deployment.accounts();
    let new = || deployment.new_account();
    let first = NewAccount { base_url: nobodys_address(), ..new().await };
    accounts.save(&first).await.unwrap();
    let good = new().await;
    accounts.save(&good).await.unwrap();
    let elsewhere = nobodys_address();
    let no_api = NewAccount { base_url: elsewhere.clone(), ..new().await };
    let no_iam = NewAccount { iam_url: elsewhere.clone(), ..new().await };
    let no_tls = NewAccount { base_url: good.base_url.replace("http:", "https:"), ..new().await };
    for unreached in [&no_api, &no_iam, &no_tls] {
        let refused = accounts.save(unreached).await.unwrap_err();
        assert!(matches!(refused, AccountError::Unreached(_)), "{refused}");
        let listed = accounts.list().await.unwrap();
        assert_eq!((listed.len(), &listed[0].base_url), (1, &good.base_url), "the stored one stays");
        assert!(listed[0].domain_id.is_some());
    }
    accounts.save(&NewAccount { unreachable: true, ..no_api }).await.unwrap();
    assert_eq!(accounts.list().await.unwrap()[0].base_url, elsewhere);
}

#[tokio::test]
async fn another_key_opens_nothing_and_says_so() {
    let deployment = Deployment::begin().await;
    deployment.accounts().save(&deployment.new_account().await).await.unwrap();
    let stranger = deployment.accounts_with(&deployment.folder.join("another"));
    assert!(stranger.load().await.unwrap().is_empty());
    let examined = stranger.examine().await.unwrap();
    assert!(matches!(examined[0].1, Err(AccountError::Seal(_))), "doctor learns why");
}

#[tokio::test]
async fn a_key_sealed_for_one_row_does_not_open_in_another() {
    let deployment = Deployment::begin().await;
    deployment.accounts().save(&deployment.new_account().await).await.unwrap();
    deployment
        .sql(
            "insert into organizations (code, name, kind) values ('thief', 'Thief', 'solution_provider');
             update cloud_accounts set organization_id = (select id from organizations where code = 'thief')",
        )
        .await;
    assert!(deployment.accounts().load().await.unwrap().is_empty());
}

#[tokio::test]
async fn what_could_not_be_safe_is_not_saved() {
    let deployment = Deployment::begin().await;
    let accounts = deployment.accounts();
    let new = || deployment.new_account();
    let plain = NewAccount { base_url: "http://bss.example.com".to_owned(), ..new().await };
    assert!(matches!(accounts.save(&plain).await, Err(AccountError::Connection(_))), "plain HTTP beyond this machine");
    let wrong = NewAccount { access_key: "AKWRONG".to_owned(), ..new().await };
    assert!(matches!(accounts.save(&wrong).await, Err(AccountError::Refused(_))), "keys the vendor refuses");
    let unknown = NewAccount { organization: "nobody".to_owned(), ..new().await };
    assert!(matches!(accounts.save(&unknown).await, Err(AccountError::NoOrganization(_))));
    deployment.sql("insert into organizations (code, name, kind) values ('desk', 'Desk', 'vendor_desk')").await;
    let desk = NewAccount { organization: "desk".to_owned(), ..new().await };
    assert!(matches!(accounts.save(&desk).await, Err(AccountError::NotPartner(_))));
    assert!(accounts.list().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_key_file_that_others_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let database = support::database().await;
    let file = std::env::temp_dir().join(format!("pp-{}", uuid::Uuid::new_v4()));
    std::fs::write(&file, "ab".repeat(32)).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    let opened = CloudAccounts::open(database.db.clone(), Clock::machine(), &file, Settings::default());
    std::fs::remove_file(&file).unwrap();
    assert!(matches!(opened.err(), Some(AccountError::Seal(_))));
}

/// Nothing is asked of the vendor for an organisation that has left (ORG-6).
#[tokio::test]
async fn an_organisation_that_has_left_is_synchronised_no_more() {
    let deployment = Deployment::begin().await;
    let accounts = deployment.accounts();
    accounts.save(&deployment.new_account().await).await.unwrap();
    for (state, connections) in [("frozen", 1), ("exited", 0)] {
        deployment.sql(&format!("update organizations set state = '{state}'")).await;
        assert_eq!(accounts.load().await.unwrap().len(), connections, "{state}");
    }
    assert_eq!(accounts.list().await.unwrap().len(), 1, "the connection itself stays");
}
