//! What a proved command means for the mirror until the vendor's list is read again: one who was frozen here can be unfrozen here.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::db::Error;

/// Writes what a command that took effect has certainly changed: whether its customer is frozen (ACCT-22), or is in review
/// (RN-5). The level of a freeze is the record's; where a person decided it, frozen without saying how. The next reading of the
/// vendor's list differs from the row's raw record, or equals it, and is right either way.
///
/// # Errors
/// When the database refuses.
pub async fn carry(
    connection: &mut PgConnection,
    organization_id: i64,
    command_id: i64,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        r#"with done as (
             select c.kind, c.recipient_remote_id, coalesce(substring(c.record from '/frozen/([0-9])')::integer,
                 case c.kind when 'freeze' then 1 else 0 end) as level
             from commands c join command_calls l on l.id = c.call_id
             where c.organization_id = $1 and c.id = $2 and c.outcome = 'applied' and (c.kind in ('freeze', 'unfreeze', 'realname_submit')
               or c.kind = 'budget_set' and l.parameters ->> 'cancel_partner_frozen' = '1')
           ),
           held as (
             update customers k set is_frozen = d.level, raw = k.raw || jsonb_build_object('is_frozen', d.level)
             from done d
             where d.kind <> 'realname_submit' and k.organization_id = $1 and k.remote_id = d.recipient_remote_id
               and k.is_frozen is distinct from d.level
           )
           update realname_states s set state = 'in_review', state_at = $3, source = 'result', review_since = $3, next_ask_at = $3
           from done d join customers k on k.organization_id = $1 and k.remote_id = d.recipient_remote_id
           where d.kind = 'realname_submit' and s.organization_id = $1 and s.customer_id = k.id and s.state <> 'in_review'"#,
        organization_id,
        command_id,
        now,
    )
    .execute(connection)
    .await
    .map(drop)
}
