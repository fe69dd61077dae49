//! The catalogue against PERM-4 and PERM-5, written down a second time in the short forms of the source tables.

use super::{
    permission::{CATALOG, Code, DESK, DISTRIBUTOR, EVERY, Held, PARTNERS, SELLERS},
    roles::Role,
};

/// Codes; kinds (C solution provider, D distributor, P partners, E every, V vendor desk); `!` codes; roles.
const MATRIX: &[(&str, &str, &str, &str)] = &[
    ("home.view support.ticket news.view profile.view profile.edit", "E", "", "default"),
    ("realname.own.view company.view", "P", "", "default"),
    ("company.edit", "P", "!", "master"),
    ("reseller.view", "D", "", "AM DI FI OP SL VM"),
    ("reseller.manage", "D", "!", ""),
    ("member.view role.view", "E", "", "DI VA"),
    ("org.settings member.manage member.password member.export", "E", "!", "VA"),
    ("role.manage role.assign", "E", "!", "admin"),
    ("approval.rule", "P", "!", "admin"),
    ("specialist.view", "CD", "", "SA IN"),
    ("specialist.invite specialist.apply specialist.unlink", "CD", "", "IN"),
    ("customer.view", "P", "", "AM DI SA FI OP SL DV VM"),
    ("customer.unmask", "P", "", "AM DI SL"),
    ("customer.resource.view", "P", "", "AM DI OP"),
    ("customer.create", "P", "", "AM SL DV"),
    ("customer.invite", "P", "", "AM SL"),
    ("customer.freeze", "P", "!", "OP"),
    ("customer.budget.view", "P", "", "AM DI FI OP"),
    ("customer.budget.set", "P", "!", "FI OP"),
    ("customer.association", "P", "!", "admin"),
    ("realname.view realname.submit", "P", "", "AM OP SL DV"),
    ("reseller.customer.view reseller.order.view", "D", "", "DI FI OP"),
    ("reseller.customer.freeze", "D", "!", "OP"),
    ("am.view am.assign", "P", "", "DI OP"),
    ("am.reseller", "D", "", "OP"),
    ("contact.manage", "P", "", "OP"),
    ("quota.view", "P", "", "DI FI VM"),
    ("quota.issued.view", "D", "", "FI VM"),
    ("quota.issue quota.reclaim", "D", "!", "VM"),
    ("coupon.view coupon.own.view coupon.record.view", "P", "", "DI FI VM"),
    ("coupon.issue coupon.reclaim", "P", "!", "VM"),
    ("quota.approve", "D", "!", "FI"),
    ("coupon.approve money.approve", "P", "!", "FI"),
    ("balance.view balance.alert", "P", "", "default"),
    ("balance.topup balance.withdraw order.pay", "P", "!", "FI"),
    ("customer.balance.view", "P", "", "AM DI FI OP"),
    ("transfer.customer", "P", "!", "FI"),
    ("transfer.reseller", "D", "!", "FI"),
    ("adjust.view", "P", "", "FI"),
    ("consumption.view", "P", "", "AM DI FI OP"),
    ("bill.view", "CD", "", "FI"),
    ("data.export", "P", "", "FI OP DI"),
    ("order.view", "P", "", "AM DI FI OP"),
    ("catalog.view", "P", "", "default"),
    ("policy.view", "CD", "", "DI FI IN SL"),
    ("incentive.view", "CD", "", "SA FI IN"),
    ("incentive.confirm", "CD", "", "FI IN"),
    ("fh.apply", "CD", "", "IN SA"),
    ("mdf.apply", "CD", "", "IN"),
    ("incentive.review", "CD", "", "DI FI"),
    ("incentive.submit", "CD", "", "IN"),
    ("incentive.pay", "CD", "!", "FI"),
    ("bizinfo.view", "CD", "", "FI"),
    ("bizinfo.edit", "CD", "!", "FI"),
    ("invoice.view invoice.apply invoice.title invoice.register", "P", "", "FI"),
    ("opportunity.view", "CD", "", "AM DI SA SL"),
    ("opportunity.edit", "CD", "", "AM SL"),
    ("opportunity.share opportunity.respond", "CD", "", "SL"),
    ("plan.view", "P", "", "DI FI OP IN"),
    ("plan.apply path.manage", "CD", "!", ""),
    ("sync.view", "P", "", "OP DV"),
    ("sync.run", "CD", "", "OP DV"),
    ("upstream.credential", "CD", "!", "DV"),
    ("api.key.manage", "P", "!", "DV"),
    ("api.key.own", "E", "!", "default"),
    ("audit.view audit.export", "E", "", "AU VA"),
    ("settings.manage", "CD", "!", "admin"),
    ("desk.onboarding.review desk.company.review desk.plan.manage desk.person.verify", "V", "", "VE"),
    ("desk.specialist.review", "V", "", "VE"),
    ("desk.po.review", "V", "", "VD"),
    ("desk.po.handle desk.ho.create", "V", "", "VS"),
    ("desk.incentive.review desk.incentive.operate desk.policy.manage", "V", "", "VR"),
    ("desk.incentive.pay", "V", "!", "VF"),
    ("desk.invoice.process desk.bizinfo.review", "V", "", "VF"),
    ("desk.decision.record", "V", "", "VE VR VF"),
    ("desk.decision.override", "V", "!", "VE VR VF"),
    ("desk.quota.grant", "V", "!", "VR"),
    ("desk.org.freeze", "V", "!", ""),
];

fn short(role: Role) -> &'static str {
    match role {
        Role::Admin => "AD",
        Role::AccountManager => "AM",
        Role::AccountDirector => "DI",
        Role::SaSpecialist => "SA",
        Role::Finance => "FI",
        Role::Operations => "OP",
        Role::Sales => "SL",
        Role::Developer => "DV",
        Role::Auditor => "AU",
        Role::IncentiveManager => "IN",
        Role::VoucherManager => "VM",
        Role::DeskAdmin => "VA",
        Role::DeskEcosystem => "VE",
        Role::DeskPdm => "VD",
        Role::DeskPsm => "VS",
        Role::DeskIncentive => "VR",
        Role::DeskFinance => "VF",
    }
}

#[test]
fn the_catalogue_says_what_the_matrix_says() {
    let mut known = 0;
    for (codes, kinds, step_up, holders) in MATRIX {
        for text in codes.split(' ') {
            let code = Code::parse(text).unwrap_or_else(|| panic!("{text} is missing"));
            let bits = match *kinds {
                "E" => EVERY,
                "P" => PARTNERS,
                "CD" => SELLERS,
                "D" => DISTRIBUTOR,
                _ => DESK,
            };
            assert_eq!(code.facts().kinds, bits, "kinds of {text}");
            assert_eq!(code.needs_step_up(), *step_up == "!", "step-up of {text}");
            let mut held: Vec<&str> = match code.facts().held {
                Held::Default => vec!["default"],
                Held::Master => vec!["master"],
                Held::Admin => vec!["admin"],
                Held::By(roles) => roles.iter().copied().map(short).collect(),
            };
            let mut wanted: Vec<&str> = holders.split_whitespace().collect();
            held.sort_unstable();
            wanted.sort_unstable();
            assert_eq!(held, wanted, "holders of {text}");
            known += 1;
        }
    }
    assert_eq!((known, CATALOG.len()), (114, 114), "every permission stands in both");
}

#[test]
fn the_vendors_items_are_written_as_the_vendor_writes_them() {
    let items = CATALOG.iter().flat_map(|facts| facts.bpc);
    let mut count = 0;
    for item in items {
        let (module, number) = item.strip_prefix("BPC_ITEM_").and_then(|rest| rest.split_once('_')).unwrap();
        assert!(["SUBCUSTSERV", "FINANCE", "SALES", "ACCOUNT", "VIEW"].contains(&module), "{item}");
        assert!(number.len() == 6 && number.bytes().all(|byte| byte.is_ascii_digit()), "{item}");
        count += 1;
    }
    assert_eq!(count, 40);
}
