//! Findings counted by code.

use std::collections::BTreeMap;

use comfy_table::CellAlignment;
use diff::report::counted;
use serde::Serialize;
use spec::diagnostics::{Code, Severity};

use super::gather::Gathered;
use crate::report::empty_table;

/// The findings of one code.
#[derive(Debug, Default, Serialize)]
pub(super) struct Count {
    pub(super) findings: usize,
    pub(super) pages: usize,
    /// Findings that come with a patch to consider.
    pub(super) patches: usize,
    /// Findings by service.
    pub(super) services: BTreeMap<String, usize>,
}

/// What a run found, in figures.
pub(super) struct Summary {
    pub(super) services: usize,
    /// Pages that were read.
    pub(super) pages: usize,
    pub(super) operations: usize,
    pub(super) rows: spec::resolve::RowCount,
    /// Codes that have findings.
    pub(super) codes: BTreeMap<Code, Count>,
}

impl Summary {
    pub(super) fn of(gathered: &Gathered) -> Self {
        let mut codes: BTreeMap<Code, Count> = BTreeMap::new();
        for page in &gathered.pages {
            let mut on_page: BTreeMap<Code, usize> = BTreeMap::new();
            for diagnostic in &page.diagnostics {
                let count = codes.entry(diagnostic.code).or_default();
                count.findings += 1;
                count.patches += usize::from(diagnostic.proposal.is_some());
                *count.services.entry(page.service.clone()).or_default() += 1;
                *on_page.entry(diagnostic.code).or_default() += 1;
            }
            for code in on_page.keys() {
                codes.entry(*code).or_default().pages += 1;
            }
        }
        Self {
            services: gathered.services,
            pages: gathered.read,
            operations: gathered.operations,
            rows: gathered.rows,
            codes,
        }
    }

    /// How many findings have one of these severities.
    fn findings(&self, severity: Severity) -> usize {
        let of = self.codes.iter().filter(|(code, _)| code.severity() == severity);
        of.map(|(_, count)| count.findings).sum()
    }

    /// A table of the codes, what was read, and what became of the rows.
    pub(super) fn text(&self) -> String {
        let mut table = empty_table();
        table.set_header(["Code", "Rule", "Severity", "Findings", "Pages", "Patches"]);
        for (code, count) in &self.codes {
            table.add_row([
                code.id().to_owned(),
                code.name().to_owned(),
                code.severity().as_str().to_owned(),
                count.findings.to_string(),
                count.pages.to_string(),
                if count.patches == 0 { String::new() } else { count.patches.to_string() },
            ]);
        }
        for column in table.column_iter_mut().skip(3) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        let table = if self.codes.is_empty() { String::new() } else { format!("{table}\n\n") };
        let counts = [Severity::Error, Severity::Warning, Severity::Note].map(|s| self.findings(s));
        let [errors, warnings, notes] = counts;
        format!(
            "{table}{}, {}, {} on {} of {} ({}).\n{} read = {} placed in operations + {} in findings.\n",
            counted(errors, "error"),
            counted(warnings, "warning"),
            counted(notes, "note"),
            counted(self.pages, "page"),
            counted(self.services, "service"),
            counted(self.operations, "operation"),
            counted(self.rows.read, "table row"),
            self.rows.placed,
            self.rows.diagnosed,
        )
    }
}
