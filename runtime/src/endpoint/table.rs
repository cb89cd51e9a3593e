//! Which service is in which region, and below which domain.

/// The facts, as text: what is looked up once for each service of a client needs no parser.
const TABLE: &str = include_str!("table.txt");

/// The domains of a service with the regions below each.
fn rows(prefix: &str) -> impl Iterator<Item = (&'static str, impl Iterator<Item = &'static str> + use<'_>)> {
    TABLE.lines().filter_map(move |line| {
        let mut words = line.strip_prefix(prefix)?.strip_prefix(' ')?.split(' ');
        Some((words.next()?, words))
    })
}

/// The regions in which a service is known to be, sorted; none if nothing is known of the service.
pub(crate) fn regions(prefix: &str) -> Vec<&'static str> {
    let mut regions: Vec<_> = rows(prefix).flat_map(|(_, regions)| regions).collect();
    regions.sort_unstable();
    regions
}

/// `https://dws.cn-north-4.myhuaweicloud.com`, if the service is known to be there.
pub(crate) fn url(prefix: &str, region: &str) -> Option<String> {
    let domain = rows(prefix)
        .find_map(|(domain, mut regions)| regions.any(|known| known == region).then_some(domain))?;
    Some(format!("https://{prefix}.{region}.{domain}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_is_below_the_domain_of_its_region() {
        for (prefix, region, expected) in [
            ("dws", "cn-north-4", Some("https://dws.cn-north-4.myhuaweicloud.com")),
            ("dws", "eu-west-101", Some("https://dws.eu-west-101.myhuaweicloud.eu")),
            ("dws", "tr-west-1", Some("https://dws.tr-west-1.myhuaweicloud.cn")),
            ("dms", "cn-north-4", Some("https://dms.cn-north-4.myhuaweicloud.com")),
            ("smn", "cn-north-2", Some("https://smn.cn-north-2.myhuaweicloud.cn")),
            ("dws", "atlantis-1", None),
            ("unheard-of", "cn-north-4", None),
        ] {
            assert_eq!(url(prefix, region).as_deref(), expected, "{prefix} in {region}");
        }
    }

    #[test]
    fn the_table_is_complete() {
        let known =
            [("dws", 31), ("dli", 28), ("dms", 34), ("drs", 34), ("iam", 28), ("smn", 33), ("sts", 12)];
        for (prefix, count) in known {
            assert_eq!(regions(prefix).len(), count, "{prefix}");
        }
    }
}
