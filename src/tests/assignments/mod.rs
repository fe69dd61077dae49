//! Stories of assignments (AM-1 to AM-13): who may assign what, races, history, what each sees.

mod customers;
mod hand_over;
mod resellers;
mod walk;

use super::support::{
    client::{Client, Page},
    story::Story,
};

async fn member(story: &Story, username: &str) -> i64 {
    story
        .number(&format!(
            "select m.id from members m join organizations o on o.id = m.organization_id
             where o.code = 'yunhe' and m.username = '{username}'"
        ))
        .await
}

async fn customer(story: &Story, account: &str) -> i64 {
    story.number(&format!("select id from customers where account_name = '{account}'")).await
}

/// Fields of the form that decides, as the page that asks drew them.
fn hidden(page: &Page) -> Vec<(String, String)> {
    let names = page.attributes("form.decision input[type=hidden]", "name");
    names.into_iter().zip(page.attributes("form.decision input[type=hidden]", "value")).collect()
}

/// Sends the form of a page with more fields.
async fn send(client: &mut Client, page: &Page, more: &[(&str, &str)]) -> Page {
    let path = page.attribute("form.decision", "action").unwrap();
    let hidden = hidden(page);
    let mut fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.extend(more);
    client.post(&path, &fields).await
}

/// Assigns customers by the pages: pick, choose, confirm.
async fn assign(client: &mut Client, customers: &[i64], to: i64, more: &[(&str, &str)]) -> Page {
    let picked: Vec<String> = customers.iter().map(i64::to_string).collect();
    let path = format!("/customers/assignments/review?picked={}&to={to}", picked.join("."));
    let page = client.get(&path).await;
    assert_eq!(page.status, 200, "{}", page.body);
    send(client, &page, more).await
}

/// `customer manager` of every open period.
async fn open(story: &Story) -> Vec<String> {
    let mut owner = story.database.owner().await;
    sqlx::query_scalar(
        "select c.account_name || ' ' || m.username from customer_assignments a join customers c on c.id = a.customer_id
         join members m on m.id = a.member_id where a.ended_at is null order by 1",
    )
    .fetch_all(&mut owner)
    .await
    .unwrap()
}
