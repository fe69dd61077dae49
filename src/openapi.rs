//! The description of the JSON API, `GET /api/v1/openapi.json`: made from the handlers' own types, one line each.

use axum::Json;
use utoipa::{
    Modify, OpenApi,
    openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};

use crate::{approvals, board, change_sets, customers, members, resellers, runs, vouchers, web::Routes};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Open partner portal",
        description = "JSON API of the portal. Send a token as `Authorization: Bearer`; tokens are made at `/tokens`. \
            Lists answer `items` and `next`; give `next` as `after` to read on. Amounts and ids are texts. \
            Writes take an `Idempotency-Key`. Errors are problem documents (RFC 9457); a missing permission is named in `missing`."
    ),
    paths(
        approvals::api::create_decision,
        board::api::create_repetition,
        board::api::create_resolution,
        board::api::list_commands,
        change_sets::api::create_change_set,
        change_sets::api::create_change_set_confirmation,
        change_sets::api::list_change_set_rows,
        change_sets::api::show_change_set,
        customers::api::list_customers,
        members::api::list_members,
        resellers::api::list_resellers,
        runs::api::create_request,
        vouchers::api::list_quotas,
        vouchers::api::create_issue,
    ),
    modifiers(&Token)
)]
struct Description;

/// How callers say who they are.
struct Token;

impl Modify for Token {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
        openapi.components.get_or_insert_default().add_security_scheme("token", scheme);
    }
}

/// Routes of the description.
#[must_use]
pub fn router() -> Routes {
    Routes::new().public_get("/api/v1/openapi.json", show)
}

async fn show() -> Json<utoipa::openapi::OpenApi> {
    Json(Description::openapi())
}

/// Method and path of everything described.
#[cfg(test)]
pub fn described() -> Vec<(String, String)> {
    let document = serde_json::to_value(Description::openapi()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let methods = |(path, methods): (&String, &serde_json::Value)| {
        let methods: Vec<String> = methods.as_object().unwrap().keys().map(|method| method.to_uppercase()).collect();
        methods.into_iter().map(|method| (method, path.clone())).collect::<Vec<_>>()
    };
    paths.iter().flat_map(methods).collect()
}
