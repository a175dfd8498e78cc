//! Refusals that many routes have in common, for `/api/openapi.json`: named in one place and not beside each route.

use madobe_domain::wire::error::ErrorBody;
use std::collections::BTreeMap;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

fn refused(all: &[(&str, &str)]) -> BTreeMap<String, RefOr<Response>> {
    let schema = || Ref::from_schema_name(ErrorBody::name());
    let one = |why: &str| {
        let content = ContentBuilder::new().schema(Some(schema())).build();
        ResponseBuilder::new().description(why).content("application/json", content).build().into()
    };
    all.iter().map(|(status, why)| ((*status).to_owned(), one(why))).collect()
}

/// Of a team's routes: nobody is signed in, or it is none of theirs.
pub enum Rights {}

impl IntoResponses for Rights {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        refused(&[("401", "Nobody is signed in"), ("403", "Not theirs, or not there")])
    }
}

/// What was sent cannot be read, or is not what it has to be.
pub enum Input {}

impl IntoResponses for Input {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        refused(&[("422", "Names the field")])
    }
}
