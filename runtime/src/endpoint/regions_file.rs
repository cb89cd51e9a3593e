//! `~/.huaweicloud/regions.yaml`: endpoints of the user's own.
//!
//! ```yaml
//! DWS:
//!   - id: cn-north-4
//!     endpoint: https://dws.example.com
//!   - id: my-region-1
//!     endpoints: [https://a.example.com, https://b.example.com]
//! ```

use std::{collections::BTreeMap, path::Path};

use saphyr::{LoadableYamlNode, Yaml};

use crate::{Error, environment::read_if_there};

/// Endpoints by service, in upper case, and region.
pub(crate) type Regions = BTreeMap<(String, String), Vec<String>>;

/// Reads the file; none is the same as an empty one.
pub(crate) fn read(path: &Path) -> Result<Regions, Error> {
    match read_if_there(path)? {
        None => Ok(Regions::new()),
        Some(text) => {
            parse(&text).map_err(|problem| Error::invalid(format!("{}: {problem}", path.display())))
        }
    }
}

fn parse(text: &str) -> Result<Regions, String> {
    let documents = Yaml::load_from_str(text).map_err(|error| format!("is not YAML: {error}"))?;
    let Some(document) = documents.first() else { return Ok(Regions::new()) };
    let services = document.as_mapping().ok_or("is no mapping of services")?;
    let mut all = Regions::new();
    for (service, regions) in services {
        let service = service.as_str().ok_or("has a service whose name is no text")?.to_uppercase();
        let regions = regions.as_vec().ok_or_else(|| format!("`{service}` is no list of regions"))?;
        for region in regions {
            let id = region.as_mapping_get("id").and_then(Yaml::as_str);
            let id = id.ok_or_else(|| format!("a region of `{service}` has no `id`"))?;
            let here = |problem: &str| format!("`{service}` in `{id}` {problem}");
            let endpoints = endpoints(region).map_err(here)?;
            if endpoints.is_empty() {
                return Err(here("has neither `endpoint` nor `endpoints`"));
            }
            if all.insert((service.clone(), id.to_owned()), endpoints).is_some() {
                return Err(here("is there twice"));
            }
        }
    }
    Ok(all)
}

/// A list comes before a single one, as in the vendor's own reading.
fn endpoints(region: &Yaml<'_>) -> Result<Vec<String>, &'static str> {
    let list = match region.as_mapping_get("endpoints") {
        Some(list) => list.as_vec().ok_or("has `endpoints` that are no list")?.as_slice(),
        None => &[],
    };
    let one = region.as_mapping_get("endpoint");
    let text = |endpoint: &Yaml<'_>| endpoint.as_str().map(str::to_owned);
    list.iter().chain(one).map(text).collect::<Option<_>>().ok_or("has an endpoint that is no text")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_endpoint_or_several_for_a_region() {
        let text = "dws:\n- id: r-1\n  endpoint: https://a\nKAFKA:\n- id: r-1\n  endpoints: [https://b, https://c]\n";
        let regions = parse(text).unwrap();
        assert_eq!(regions[&("DWS".into(), "r-1".into())], ["https://a"]);
        assert_eq!(regions[&("KAFKA".into(), "r-1".into())], ["https://b", "https://c"]);
        assert_eq!(parse("").unwrap(), Regions::new());
    }

    #[test]
    fn a_mistake_is_named() {
        for (text, problem) in [
            ("[", "is not YAML"),
            ("- a", "is no mapping of services"),
            ("DWS: x", "`DWS` is no list of regions"),
            ("DWS: [{endpoint: x}]", "a region of `DWS` has no `id`"),
            ("DWS: [{id: r}]", "`DWS` in `r` has neither `endpoint` nor `endpoints`"),
            ("DWS: [{id: r, endpoints: []}]", "`DWS` in `r` has neither `endpoint` nor `endpoints`"),
            ("DWS: [{id: r, endpoints: x}]", "`DWS` in `r` has `endpoints` that are no list"),
            ("DWS: [{id: r, endpoints: [x, 1]}]", "`DWS` in `r` has an endpoint that is no text"),
            ("DWS: [{id: r, endpoint: [x]}]", "`DWS` in `r` has an endpoint that is no text"),
            ("DWS: [{id: r, endpoint: x}, {id: r, endpoint: y}]", "`DWS` in `r` is there twice"),
            ("DWS: [{id: r, endpoint: x}]\ndws: [{id: r, endpoint: y}]", "`DWS` in `r` is there twice"),
        ] {
            let found = parse(text).unwrap_err();
            assert!(found.starts_with(problem), "{text}: {found}");
        }
    }
}
