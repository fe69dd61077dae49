//! Names of the international site: companies and people of the countries its partners mostly serve.

use super::{Company, Names, Person};
use crate::sandbox::stream::Stream;

pub(super) struct Abroad;

const GIVEN: [&str; 24] = [
    "Siti",
    "Ahmad",
    "Nurul",
    "Somchai",
    "Ananya",
    "Rizky",
    "Putri",
    "Carlos",
    "Maria",
    "Lucas",
    "Camila",
    "Thabo",
    "Lerato",
    "Omar",
    "Fatima",
    "Khalid",
    "Wei Ling",
    "Jun Hao",
    "Linh",
    "Minh",
    "Diego",
    "Valentina",
    "Ayesha",
    "John",
];
const SURNAMES: [&str; 22] = [
    "Rahman",
    "Abdullah",
    "Tan",
    "Lim",
    "Wong",
    "Suwannarat",
    "Chaiyasit",
    "Pratama",
    "Wijaya",
    "Nguyen",
    "Tran",
    "Garcia",
    "Silva",
    "Santos",
    "Mokoena",
    "Dlamini",
    "Al-Farsi",
    "Haddad",
    "Reyes",
    "Cruz",
    "Khan",
    "Fernandez",
];
const BRAND_HEADS: [&str; 26] = [
    "Nusantara",
    "Siam",
    "Straits",
    "Merlion",
    "Andes",
    "Savanna",
    "Gulf",
    "Mekong",
    "Harbour",
    "Meridian",
    "Lotus",
    "Orchid",
    "Palm",
    "Sunda",
    "Cendana",
    "Rio",
    "Azteca",
    "Kilimanjaro",
    "Nile",
    "Oasis",
    "Pacific",
    "Equator",
    "Sapphire",
    "Horizon",
    "Vertex",
    "Lumina",
];
const BRAND_TAILS: [&str; 14] = [
    "Data",
    "Cloud",
    "Retail",
    "Logistics",
    "Health",
    "Fintech",
    "Games",
    "Media",
    "Energy",
    "Foods",
    "Mobility",
    "Learning",
    "Analytics",
    "Systems",
];
/// Country code of phones, and the legal form of its companies.
const COUNTRIES: [(&str, &str); 10] = [
    ("0065", "Pte. Ltd."),
    ("0060", "Sdn. Bhd."),
    ("0066", "Co., Ltd."),
    ("0062", "PT"),
    ("0084", "JSC"),
    ("0052", "S.A. de C.V."),
    ("0055", "Ltda."),
    ("0027", "(Pty) Ltd"),
    ("0971", "FZ-LLC"),
    ("0063", "Inc."),
];
const PLACES: [&str; 12] = [
    "",
    "",
    "",
    "Group",
    "Holdings",
    "Asia",
    "International",
    "Bangkok",
    "Jakarta",
    "Dubai",
    "São Paulo",
    "Johannesburg",
];
const LABELS: [&str; 8] =
    ["Key account", "Retail", "Gaming", "Fintech", "Migration", "Start-up", "Public sector", "Renewal watch"];

impl Names for Abroad {
    fn person(&self, stream: &mut Stream) -> Person {
        let (given, surname) = (stream.pick(&GIVEN), stream.pick(&SURNAMES));
        let account: String = format!("{given}_{surname}")
            .to_lowercase()
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect();
        let country_code = stream.pick(&COUNTRIES).0.to_owned();
        let phone = format!("{country_code}-{}", stream.digits(9));
        Person { name: format!("{given} {surname}"), account, phone, country_code }
    }

    fn company(&self, stream: &mut Stream) -> Company {
        let (head, tail, place) = (stream.pick(&BRAND_HEADS), stream.pick(&BRAND_TAILS), stream.pick(&PLACES));
        let second = stream.pick(&BRAND_HEADS);
        let form = stream.pick(&COUNTRIES).1;
        let core = if place.is_empty() { format!("{head} {second} {tail}") } else { format!("{head} {tail} {place}") };
        let name = if form == "PT" { format!("PT {core} Tbk") } else { format!("{core} {form}") };
        let brand = format!("{head}{tail}").to_lowercase();
        Company { name, domain: format!("{brand}.example.com"), brand }
    }

    fn labels(&self) -> &'static [&'static str] {
        &LABELS
    }
}
