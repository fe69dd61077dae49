//! Provinces, cities, counties (CAT-10). Chinese only.

use super::Language;

operation! {
    /// Provinces (CAT-10).
    ListProvinces: Read Get "/v2/systems/configs/provinces" on China -> Provinces {
        offset: Option<i64>,
        limit: Option<i64>,
        language as "X-Language": Option<Language>,
    }
}

operation! {
    /// Cities of a province (CAT-10).
    ListCities: Read Get "/v2/systems/configs/cities" on China -> Cities {
        province_code: String,
        offset: Option<i64>,
        limit: Option<i64>,
        language as "X-Language": Option<Language>,
    }
}

operation! {
    /// Counties of a city (CAT-10).
    ListCounties: Read Get "/v2/systems/configs/counties" on China -> Counties {
        city_code: String,
        offset: Option<i64>,
        limit: Option<i64>,
        language as "X-Language": Option<Language>,
    }
}

answer! {
    /// A page of provinces (CAT-10).
    Provinces {
        count: Option<i64>,
        provinces: Vec<Place>,
    }

    /// A province, city or county: code and Chinese name (CAT-10).
    Place {
        code: Option<String>,
        name: Option<String>,
    }

    /// A page of a province's cities (CAT-10).
    Cities {
        count: Option<i64>,
        cities: Vec<Place>,
    }

    /// A page of a city's counties (CAT-10).
    Counties {
        count: Option<i64>,
        counties: Vec<Place>,
    }
}

paged! {
    ListProvinces: provinces of Place, total count, 1_000 a page;
    ListCities: cities of Place, total count, 1_000 a page;
    ListCounties: counties of Place, total count, 1_000 a page;
}
