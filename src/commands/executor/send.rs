//! The one HTTP write of a call: its commands as the vendor's request, and the answer line by line. Sends exactly once.

use serde_json::json;

use super::outcome::{Ending, Fate, History, ending, fate};
use crate::{
    clock::Clock,
    cloud::{
        Client, Lane,
        wire::{
            Operation,
            budgets::{FreezeSubCustomers, UnfreezeSubCustomers, UpdateSubCustomerBudget},
            coupons::{CreatePartnerCoupons, ReclaimPartnerCoupons},
            customers::CreateSubCustomer,
            instant_text,
            lines::Line,
            quotas::{ReclaimCouponQuotas, UpdateCouponQuotas},
            realname::{
                BankCard, ChangeEnterpriseRealnameAuthentication, CreateEnterpriseRealnameAuthentication,
                CreatePersonalRealnameAuth, EnterprisePerson,
            },
            transfers::{
                ReclaimIndirectPartnerAccount, ReclaimToPartnerAccount, UpdateCustomerAccountAmount,
                UpdateIndirectPartnerAccount,
            },
        },
    },
    commands::{
        call::{Call, Command},
        write::{Creation, Enterprise, Verification, Write},
    },
    values::Masked,
};

/// What came of a write.
#[derive(Debug)]
pub struct Delivered {
    /// What became of its commands, or of the whole.
    pub result: Result<Vec<(i64, Fate)>, Ending>,
    /// X-Request-Id.
    pub request_id: Option<String>,
    /// What is kept of the answer: class, code, status.
    pub answer: serde_json::Value,
}

/// Sends a call. Never inside a transaction, never twice.
pub async fn deliver(client: &Client, clock: &Clock, call: &Call) -> Delivered {
    let Some(first) = call.commands.first() else { return unbuilt() };
    let (id, behalf) = (first.recipient.clone(), call.on_behalf_of.clone());
    let amount = first.amount.unwrap_or_default();
    let way = Way { client, clock, call };
    match &call.write {
        Write::QuotaIssue { quota_id } => {
            let (quota_id, ids) = (quota_id.clone(), vec![id]);
            let write = UpdateCouponQuotas { quota_id, indirect_partner_ids: ids, quota_amount: amount };
            way.send(&write, |answer, command| answer.line(&command.recipient)).await
        }
        Write::QuotaReclaim { .. } => {
            let write = ReclaimCouponQuotas { quota_ids: vec![id], remark: call.token(first) };
            way.send(&write, |answer, command| answer.line(&command.recipient)).await
        }
        Write::CouponIssue { .. } => {
            let write = coupons(call, amount);
            way.send(&write, |answer, command| answer.line(&command.recipient)).await
        }
        Write::CouponReclaim { .. } => {
            let write = ReclaimPartnerCoupons { coupon_id: id, indirect_partner_id: behalf };
            way.send(&write, |_, _| Line::Done(None)).await
        }
        Write::CustomerTransfer => {
            let write = UpdateCustomerAccountAmount { customer_id: id, amount, indirect_partner_id: behalf };
            way.send(&write, |answer, _| Line::Done(answer.transfer_id.clone())).await
        }
        Write::CustomerTakeback => {
            let write = ReclaimToPartnerAccount { customer_id: id, amount, indirect_partner_id: behalf };
            way.send(&write, |answer, _| Line::Done(answer.trans_id.clone())).await
        }
        Write::ResellerTransfer => {
            let write = UpdateIndirectPartnerAccount { indirect_partner_id: id, amount };
            way.send(&write, |answer, _| Line::Done(answer.transfer_id.clone())).await
        }
        Write::ResellerTakeback => {
            let write = ReclaimIndirectPartnerAccount { indirect_partner_id: id, amount };
            way.send(&write, |answer, _| Line::Done(answer.trans_id.clone())).await
        }
        other => held(&way, other, first).await,
    }
}

/// Writes that hold a customer, or make or verify one.
async fn held(way: &Way<'_>, write: &Write, first: &Command) -> Delivered {
    let (id, behalf) = (first.recipient.clone(), way.call.on_behalf_of.clone());
    match write {
        Write::BudgetSet { budget_type, frozen_operate_type, cancel_partner_frozen } => {
            let write = UpdateSubCustomerBudget {
                customer_id: id,
                budget_amount: first.amount.unwrap_or_default(),
                cancel_partner_frozen: Some(cancel_partner_frozen.clone()),
                indirect_partner_id: behalf,
                budget_type: Some(budget_type.clone()),
                frozen_operate_type: frozen_operate_type.parse().ok(),
            };
            way.send(&write, |_, _| Line::Done(None)).await
        }
        Write::Freeze { freeze_type, reason } => {
            let (customer_ids, reason, freeze_type) = (vec![id], reason.clone(), Some(freeze_type.clone()));
            let write = FreezeSubCustomers { customer_ids, reason, indirect_partner_id: behalf, freeze_type };
            way.send(&write, |answer, command| answer.line(&command.recipient)).await
        }
        Write::Unfreeze { unfreeze_type, reason } => {
            let (customer_ids, reason, unfreeze_type) = (vec![id], reason.clone(), Some(unfreeze_type.clone()));
            let write = UnfreezeSubCustomers { customer_ids, reason, indirect_partner_id: behalf, unfreeze_type };
            way.send(&write, |answer, command| answer.line(&command.recipient)).await
        }
        Write::CustomerCreate(creation) => {
            let write = customer(creation, id, behalf);
            way.send(&write, |answer, _| Line::Done(answer.domain_id.clone())).await
        }
        Write::RealnameSubmit(verification) => verified(way, verification, id).await,
        _ => unbuilt(),
    }
}

struct Way<'a> {
    client: &'a Client,
    clock: &'a Clock,
    call: &'a Call,
}

impl Way<'_> {
    async fn send<O: Operation>(&self, write: &O, line: impl Fn(&O::Answer, &Command) -> Line) -> Delivered {
        match self.client.call(write, Lane::People).await {
            Ok(answer) => {
                let fates = self.call.commands.iter().map(|command| (command.id, fate(line(&answer.value, command))));
                let kept = json!({ "class": "ok", "warning": answer.warning });
                Delivered { result: Ok(fates.collect()), request_id: answer.request_id, answer: kept }
            }
            Err(failure) => {
                let call = self.call;
                let history = History {
                    kind: call.kind(),
                    tries: call.tries,
                    refusals: call.refusals,
                    waits: call.waits.as_ref().map(|(why, since)| (why.as_str(), *since)),
                };
                let kept = json!({
                    "class": format!("{:?}", failure.class), "code": failure.code, "status": failure.status,
                });
                let request_id = failure.request_id().map(str::to_owned);
                let ended = ending(history, &failure, self.clock.now());
                Delivered { result: Err(ended), request_id, answer: kept }
            }
        }
    }
}

/// Nothing was sent: the request has no form.
fn unbuilt() -> Delivered {
    let ended = Ending::Over(Fate::Failed("unbuilt", None));
    Delivered { result: Err(ended), request_id: None, answer: json!({ "class": "Invalid" }) }
}

fn coupons(call: &Call, face_value: rust_decimal::Decimal) -> CreatePartnerCoupons {
    let Write::CouponIssue { quota_id, valid_time, expire_time, cloud_service_types, product_ids } = &call.write else {
        return CreatePartnerCoupons::default();
    };
    CreatePartnerCoupons {
        quota_id: quota_id.clone(),
        customer_ids: call.commands.iter().map(|command| command.recipient.clone()).collect(),
        face_value,
        valid_time: valid_time.map(instant_text),
        expire_time: expire_time.map(instant_text),
        cloud_service_types: cloud_service_types.clone(),
        product_ids: product_ids.clone(),
        memo: call.commands.first().and_then(|command| call.token(command)),
        indirect_partner_id: call.on_behalf_of.clone(),
    }
}

fn masked(text: Option<&String>) -> Option<Masked<String>> {
    text.cloned().map(Masked::new)
}

fn customer(creation: &Creation, xaccount_id: String, behalf: Option<String>) -> CreateSubCustomer {
    CreateSubCustomer {
        domain_name: Some(creation.domain_name.clone()),
        mobile_phone: masked(creation.mobile_phone.as_ref()),
        verification_code: masked(creation.verification_code.as_ref()),
        xaccount_id,
        xaccount_type: creation.xaccount_type.clone(),
        password: masked(creation.password.as_ref()),
        is_close_market_ms: creation.is_close_market_ms.clone(),
        cooperation_type: creation.cooperation_type.clone(),
        indirect_partner_id: behalf,
        include_association_result: None,
        email: masked(creation.email.as_ref()),
        domain_area: creation.domain_area.clone(),
    }
}

async fn verified(way: &Way<'_>, verification: &Verification, customer_id: String) -> Delivered {
    let done = |review: Option<i64>| if review.is_some() { Line::Done(None) } else { Line::Unknown };
    match verification {
        Verification::Individual {
            identify_type,
            verified_type,
            files,
            name,
            verified_number,
            xaccount_type,
            bank_card,
        } => {
            let write = CreatePersonalRealnameAuth {
                customer_id,
                identify_type: identify_type.parse().unwrap_or_default(),
                verified_type: verified_type.as_deref().and_then(|code| code.parse().ok()),
                verified_file_url: files.clone(),
                name: Masked::new(name.clone()),
                verified_number: Masked::new(verified_number.clone()),
                change_type: Some(-1),
                xaccount_type: xaccount_type.clone(),
                bank_card_info: bank_card.clone().map(|[account, area, mobile, code]| BankCard {
                    bank_account: Masked::new(account),
                    areacode: area,
                    mobile: Masked::new(mobile),
                    verification_code: Masked::new(code),
                }),
            };
            way.send(&write, |answer, _| done(answer.is_review)).await
        }
        Verification::Enterprise(enterprise) => {
            let write = enterprise_application(enterprise, customer_id);
            way.send(&write, |answer, _| done(answer.is_review)).await
        }
        Verification::Change(enterprise) => {
            let first = enterprise_application(enterprise, customer_id);
            let write = ChangeEnterpriseRealnameAuthentication {
                customer_id: first.customer_id,
                identify_type: first.identify_type,
                certificate_type: first.certificate_type,
                verified_file_url: first.verified_file_url,
                corp_name: first.corp_name,
                verified_number: first.verified_number,
                reg_country: first.reg_country,
                reg_address: first.reg_address,
                change_type: 1,
                xaccount_type: first.xaccount_type,
                enterprise_person: first.enterprise_person,
            };
            way.send(&write, |answer, _| done(answer.is_review)).await
        }
    }
}

fn enterprise_application(enterprise: &Enterprise, customer_id: String) -> CreateEnterpriseRealnameAuthentication {
    CreateEnterpriseRealnameAuthentication {
        customer_id,
        identify_type: 1,
        certificate_type: enterprise.certificate_type.as_deref().and_then(|code| code.parse().ok()),
        verified_file_url: enterprise.files.clone(),
        corp_name: enterprise.corp_name.clone(),
        verified_number: Masked::new(enterprise.verified_number.clone()),
        reg_country: enterprise.reg_country.clone(),
        reg_address: masked(enterprise.reg_address.as_ref()),
        xaccount_type: enterprise.xaccount_type.clone(),
        enterprise_person: enterprise.person.clone().map(|(name, number, role)| EnterprisePerson {
            legel_name: Masked::new(name),
            legel_id_number: Masked::new(number),
            certifier_role: role,
        }),
    }
}
