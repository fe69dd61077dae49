//! Approvals and commands as rows, for stories of the pages that show them: nothing is sent.

use super::story::Story;

/// What a member of `yunhe` has confirmed.
pub struct Wish<'a> {
    /// User name of who confirmed it.
    pub maker: &'a str,
    /// Kind of command.
    pub kind: &'a str,
    /// Permission that agrees.
    pub code: &'a str,
    /// How many must agree.
    pub steps: u32,
    /// How many commands, to `to1…`, each of 100.00 CNY.
    pub commands: u32,
}

/// Quota to one reseller, of 100.00 CNY, to be agreed to by one.
pub const QUOTA: Wish<'static> =
    Wish { maker: "voucher", kind: "quota_issue", code: "quota.approve", steps: 1, commands: 1 };

impl Story {
    /// Keeps what a member wants done, one call a command, and answers the approval's key.
    pub async fn wish(&self, wish: &Wish<'_>) -> i64 {
        let Wish { maker, kind, code, steps, commands } = wish;
        let now = self.clock.now().to_rfc3339();
        self.number(&format!(
            "with o as (select id from organizations where code = 'yunhe'),
               a as (insert into approvals (organization_id, kind, code, steps, amount, currency, commands, facts, digest, token,
                   made_by, made_at, state, expires_at)
                 select o.id, '{kind}', '{code}', {steps}, {commands} * 100, 'CNY', {commands},
                   '{{\"balance_before\": \"5000.00\", \"note\": \"x\"}}', '\\x00', gen_random_uuid(), m.id, '{now}', 'pending',
                   timestamptz '{now}' + interval '72 hours'
                 from o join members m on m.organization_id = o.id and m.username = '{maker}' returning *),
               l as (insert into command_calls (organization_id, account_id, approval_id, kind, parameters, lanes, state, not_before)
                 select a.organization_id, c.id, a.id, a.kind, '{{}}', array['quota/q-1'], 'held', '{now}'
                 from a join cloud_accounts c on c.organization_id = a.organization_id, generate_series(1, {commands}) returning *),
               c as (insert into commands (organization_id, account_id, call_id, approval_id, kind, quota_remote_id,
                   recipient_remote_id, recipient_name, amount, currency, state, made_at, changed_at)
                 select organization_id, account_id, id, approval_id, kind, 'q-1', 'to-' || row_number() over (order by id),
                   'to' || row_number() over (order by id), 100, 'CNY', 'intent', '{now}', '{now}' from l)
             select id from a"
        ))
        .await
    }

    /// The first command of an approval.
    pub async fn command(&self, approval_id: i64) -> i64 {
        self.number(&format!("select min(id) from commands where approval_id = {approval_id}")).await
    }

    /// Where an approval stands.
    pub async fn approval(&self, approval_id: i64) -> String {
        self.word(&format!("select state from approvals where id = {approval_id}")).await
    }

    /// One text from the database, as the owner.
    pub async fn word(&self, query: &str) -> String {
        let mut owner = self.database.owner().await;
        sqlx::query_scalar(sqlx::AssertSqlSafe(query.to_owned())).fetch_one(&mut owner).await.unwrap()
    }
}
