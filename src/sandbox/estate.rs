//! What a customer has at the vendor: its yearly/monthly and its pay-per-use resources. A function of the world's seed
//! and the customer's id, made when asked for; orders and bills speak of the same resources.

use super::{
    catalog::{self, Product, Region},
    options::Setting,
    stream::Stream,
};

/// A resource.
pub(super) struct Resource {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) product: &'static Product,
    pub(super) region: &'static Region,
    /// Place of its enterprise project in [`Estate::projects`].
    pub(super) project: usize,
    /// Place of the disk that is bundled with it (BILL-45).
    pub(super) child: Option<usize>,
    /// Place of the resource it is bundled with.
    pub(super) parent: Option<usize>,
    pub(super) tag: Option<&'static str>,
}

/// An enterprise project: id (`0` = default) and name.
pub(super) struct Project {
    pub(super) id: String,
    pub(super) name: &'static str,
}

/// All of a customer's resources: the yearly/monthly ones first, then the pay-per-use ones, then support plan, reserved
/// instance and savings plan.
pub(super) struct Estate {
    pub(super) resources: Vec<Resource>,
    /// How many of them are yearly/monthly.
    pub(super) periodic: usize,
    pub(super) projects: Vec<Project>,
    /// What the customer pays of a list price, in parts of ten thousand.
    pub(super) ratio: i64,
}

const TAGS: [&str; 4] = ["env=prod", "env=test", "owner=ops", "env=prod;app=shop"];
const ROLES: [&str; 8] = ["web", "api", "db", "cache", "worker", "gateway", "etl", "portal"];

/// How many yearly/monthly resources a customer has.
pub(super) fn periodic(stream: &Stream) -> usize {
    6 + stream.with(1).index(5)
}

/// The stream of a customer's estate.
pub(super) fn stream(setting: Setting, customer: &str) -> Stream {
    Stream::of(setting.seed, &["estate", customer])
}

/// The product of the yearly/monthly resource at `place`: what an order needs to know without making the estate.
pub(super) fn periodic_product(stream: &Stream, place: usize) -> &'static Product {
    sold(&mut stream.with(1000 + place as u64), place, |product| product.by_month > 0)
}

/// Every other one is a cloud server, the first product kinds of the table; the others are drawn.
fn sold(stream: &mut Stream, place: usize, fits: fn(&Product) -> bool) -> &'static Product {
    let products = catalog::products();
    if place.is_multiple_of(3) {
        return &products[stream.index(7)];
    }
    let start = stream.index(products.len());
    let mut turned = products.iter().cycle().skip(start).take(products.len());
    turned.find(|product| fits(product)).unwrap_or(&products[0])
}

impl Estate {
    /// The resources of a customer. The more bill lines a month has, the more pay-per-use resources there are: each is
    /// metered once an hour at most.
    pub(super) fn new(setting: Setting, customer: &str) -> Self {
        let stream = stream(setting, customer);
        let periodic = periodic(&stream);
        let by_use = 6 + stream.with(2).index(6) + usize::try_from(setting.lines).unwrap_or(0) / 700;
        let projects = ["default", "prod", "test"].iter().enumerate();
        let projects = projects.map(|(place, name)| Project { id: project_id(&stream, place), name }).collect();
        let mut resources = Vec::with_capacity(periodic + by_use + 8);
        for place in 0..periodic {
            resources.push(resource(setting, &stream, place, periodic_product(&stream, place)));
        }
        for place in periodic..periodic + by_use {
            let product = sold(&mut stream.with(1000 + place as u64), place - periodic, |product| product.by_use > 0);
            resources.push(resource(setting, &stream, place, product));
        }
        for product in catalog::special_products() {
            resources.push(resource(setting, &stream, resources.len(), product));
        }
        let mut estate = Self { resources, periodic, projects, ratio: 6_800 + stream.with(3).span(0, 26) * 100 };
        estate.bundle();
        estate
    }

    /// Gives the first server of each sort the first disk of the same sort.
    fn bundle(&mut self) {
        for range in [0..self.periodic, self.periodic..self.resources.len()] {
            let first = |kind: &str| range.clone().find(|place| self.resources[*place].product.kind == kind);
            let pair = first("hws.resource.type.vm").zip(first("hws.resource.type.volume"));
            if let Some((server, disk)) = pair {
                self.resources[server].child = Some(disk);
                self.resources[disk].parent = Some(server);
                self.resources[disk].region = self.resources[server].region;
                self.resources[disk].project = self.resources[server].project;
            }
        }
    }

    /// Places of the pay-per-use resources.
    pub(super) fn by_use(&self) -> std::ops::Range<usize> {
        self.periodic..self.resources.len() - 3
    }

    /// Place of the support plan.
    pub(super) fn support_plan(&self) -> usize {
        self.resources.len() - 3
    }

    /// Place of the reserved instance.
    pub(super) fn reserved_instance(&self) -> usize {
        self.resources.len() - 2
    }

    /// Place of the savings plan.
    pub(super) fn savings_plan(&self) -> usize {
        self.resources.len() - 1
    }
}

fn project_id(stream: &Stream, place: usize) -> String {
    if place == 0 { "0".to_owned() } else { uuid(&mut stream.with(4 + place as u64)) }
}

fn resource(setting: Setting, stream: &Stream, place: usize, product: &'static Product) -> Resource {
    let mut stream = stream.with(100_000 + place as u64);
    let regions = catalog::regions(setting.site);
    let region = &regions[if stream.chance(60) { 0 } else { stream.index(regions.len()) }];
    let id = uuid(&mut stream);
    let name = format!("{}-{}-{:04x}", short(product), stream.pick(&ROLES), stream.below(0x1_0000));
    let tag = stream.chance(40).then(|| *stream.pick(&TAGS));
    Resource { id, name, product, region, project: stream.index(3), child: None, parent: None, tag }
}

/// What the names of its resources begin with: `rds-vm`, `cce-cluster`; a cloud server's are `ecs`.
fn short(product: &Product) -> String {
    match product.kind.trim_start_matches("hws.resource.type.") {
        "vm" => "ecs".to_owned(),
        kind => kind.replace('.', "-"),
    }
}

/// An id in the form most services use.
pub(super) fn uuid(stream: &mut Stream) -> String {
    let text = stream.hex32();
    format!("{}-{}-{}-{}-{}", &text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_the_form_of_a_uuid() {
        let id = uuid(&mut Stream::of(1, &["uuid"]));
        assert_eq!(id.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
    }
}
