//! Client and sandbox know the same operations: each that the client declares is sent, and the sandbox says what came.
//! A path, a method or a site that only one side has fails here, before a page or a drill meets it.

use std::collections::BTreeSet;

use tokio::net::TcpListener;

use crate::{
    clock::Clock,
    cloud::{
        CallRate, Client, Connection, Lane, Patience, Site, Throttle,
        wire::{
            Operation, accounts, bills, budgets, catalog, coupons, customers, invoices, orders, places, policies,
            quotas, realname, resellers, resources, specs, transfers,
        },
    },
    sandbox::{self, Running},
};

async fn world(site: sandbox::Site) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let options =
        sandbox::Options { site, rate: 0, customers: 3, resellers: 1, months: 1, lines: 1, ..Default::default() };
    sandbox::start(&options, listener).unwrap()
}

fn client(site: Site, vendor: &Running) -> Client {
    let (url, keys) = (vendor.base_url(), vendor.keys());
    let mut connection = Connection::new(site, &url, &url, &keys.ak, keys.sk.into()).unwrap();
    connection.domain_id = Some(keys.domain_id);
    Client::with_patience(connection, Clock::machine(), Throttle::memory(CallRate::Off), Patience::default()).unwrap()
}

/// Sends an operation where its site has it; answers its operationId when it was sent.
async fn sent<O: Operation>(client: &Client, operation: O) -> Option<&'static str> {
    if !client.offers::<O>() {
        return None;
    }
    // What the sandbox says of an empty request is nobody's business here; that it knows the call is.
    if let Err(failure) = client.call(&operation, Lane::People).await {
        assert_ne!(failure.status, Some(404), "{} {} is no route of the sandbox", O::METHOD.as_str(), O::PATH);
        assert!(failure.status.is_some(), "{} never left: {failure}", O::ID);
    }
    Some(O::ID)
}

macro_rules! sent {
    ($($family:ident: $($operation:ident)*;)+) => {
        /// Sends all, with nothing filled in but what a path needs: enough to be found or not.
        async fn all_sent(client: &Client) -> BTreeSet<&'static str> {
            let order = orders::ShowCustomerOrderDetails { order_id: "CS1".into(), ..Default::default() };
            let with_path = [sent(client, order).await];
            let mut all = BTreeSet::from_iter(with_path.into_iter().flatten());
            $($(if !all.contains($family::$operation::ID) {
                all.extend(sent(client, $family::$operation::default()).await);
            })*)+
            all
        }
    };
}
every_operation!(sent);

#[tokio::test]
async fn the_sandbox_answers_every_operation_that_the_client_declares_and_no_other() {
    for (site, there) in [(Site::China, sandbox::Site::China), (Site::International, sandbox::Site::International)] {
        let vendor = world(there).await;
        let sent = all_sent(&client(site, &vendor)).await;
        let counted = vendor.control().requests();
        let received: BTreeSet<&str> = counted.keys().map(String::as_str).collect();
        assert_eq!(received, sent, "each call is taken for what it is on {site:?}");
        let played: BTreeSet<&str> = sandbox::operations(there).into_iter().collect();
        assert_eq!(played, sent, "the sandbox plays what somebody calls on {site:?}");
    }
}
