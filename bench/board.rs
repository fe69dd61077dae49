//! Commands and approvals: whether ten thousand that wait slow a page, against a hundred and against none.

use crate::{
    Outcome,
    lab::Lab,
    table::{self, median},
};

/// Commands that wait: none, a page full and many.
const WAITING: [u64; 3] = [0, 100, 10_000];
/// Pages that show them, which are empty without any, and pages that show others.
const PAGES: [&str; 8] = [
    "/commands",
    "/commands?state=intent",
    "/commands?view=unresolved",
    "/approvals",
    "/approvals?view=all",
    "/",
    "/customers",
    "/vouchers/quotas",
];

/// The table of commands and approvals.
pub async fn table(lab: &mut Lab) -> Outcome<()> {
    let portal = lab.serve(&["--no-jobs"])?;
    let mut columns = Vec::new();
    for count in WAITING {
        fill(lab, count).await?;
        let mut master = lab.master(&portal)?;
        let mut times = Vec::new();
        for page in PAGES {
            master.time(page, 20)?;
            times.push(median(master.time(page, 100)?));
        }
        columns.push(times);
    }
    lab.sql("delete from commands; delete from command_calls; delete from approvals").await?;
    let rows: Vec<Vec<String>> = PAGES
        .iter()
        .enumerate()
        .map(|(place, page)| {
            let (none, few, many) = (columns[0][place], columns[1][place], columns[2][place]);
            let [of_few, of_none] = [few, none].map(|before| table::ratio(many / before));
            vec![(*page).to_owned(), table::ms(none), table::ms(few), table::ms(many), of_few, of_none]
        })
        .collect();
    table::print(
        "Commands that wait",
        &["page", "0: p50 ms", "100: p50 ms", "10,000: p50 ms", "against 100", "against 0"],
        &rows,
    )
}

/// So many commands that wait for approval, one each.
async fn fill(lab: &mut Lab, count: u64) -> Outcome<()> {
    lab.sql(&format!(
        "delete from commands; delete from command_calls; delete from approvals;
         insert into approvals (organization_id, kind, code, steps, amount, currency, commands, facts, digest, token, made_by, made_at,
             state, expires_at)
           select m.organization_id, 'quota_issue', 'quota.approve', 1, 100, 'CNY', 1, '{{}}', '\\x00', gen_random_uuid(), m.id,
             now() - n * interval '1 second', 'pending', now() + interval '72 hours'
           from members m, generate_series(1, {count}) n
           where m.id = (select min(v.id) from members v join organizations o on o.id = v.organization_id and o.code = 'yunhe'
             where not v.is_master);
         insert into command_calls (organization_id, account_id, approval_id, kind, parameters, lanes, state, not_before)
           select a.organization_id, c.id, a.id, a.kind, '{{}}', array['quota/bench'], 'held', now()
           from approvals a join cloud_accounts c on c.organization_id = a.organization_id;
         insert into commands (organization_id, account_id, call_id, approval_id, kind, quota_remote_id, recipient_remote_id,
             recipient_name, amount, currency, state, made_at, changed_at)
           select organization_id, account_id, id, approval_id, kind, 'bench', 'to', 'to', 100, 'CNY', 'intent', now(), now()
           from command_calls;
         analyze approvals; analyze command_calls; analyze commands"
    ))
    .await
}
