//! Working days of each site (DL-01): the desk keeps the holidays of each year, by hand or from a CSV file, and says where they
//! are from. Whoever counts days asks `requests::calendar`. What is stored as due stays due: nothing here touches a deadline (DL-04).

mod forms;
mod pages;
mod routes;
mod rules;
mod store;
mod text;

use crate::web::Routes;

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get("/desk/calendars", routes::list)
        .get("/desk/calendars/year", routes::show)
        .post("/desk/calendars/year", routes::update)
        .get("/desk/calendars/sheet", routes::sheet)
        .post_file("/desk/calendars/sheet", routes::read_sheet, forms::MOST_BYTES as u64)
}
