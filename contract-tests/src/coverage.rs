//! The table of what recordings cover, by service and in sum.

use std::fmt;

use spec::coverage::{Coverage, Figures, OperationCoverage};

use crate::catalog::Catalog;
use crate::contradictions::Contradictions;

/// What the recordings of a catalog cover.
pub fn of(catalog: &Catalog, contradictions: &Contradictions) -> Coverage {
    let mut coverage = Coverage::default();
    for entry in &catalog.entries {
        let operation = &entry.operation;
        let lines = contradictions.lines(&operation.service, &operation.id);
        coverage.add(operation, OperationCoverage::of(operation, entry.recorded(), lines));
    }
    coverage
}

/// A coverage as a table for people.
pub struct Table<'a>(pub &'a Coverage);

const HEADS: [&str; 8] = [
    "service",
    "operations recorded",
    "recordings page+stated+live",
    "statuses",
    "request fields",
    "response fields",
    "undocumented",
    "contradicting pages",
];

impl fmt::Display for Table<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rows = vec![HEADS.map(str::to_owned)];
        rows.extend(self.0.services.iter().map(|(name, service)| cells(name, &service.sum)));
        rows.push(cells("all", &self.0.sum));
        let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(String::len).max();
        let widths: Vec<usize> = (0..HEADS.len()).map(|column| width(column).unwrap_or_default()).collect();
        for row in &rows {
            let mut line = String::new();
            for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
                // The name on the left, figures on the right.
                let cell = if column == 0 { format!("{cell:<width$}") } else { format!("  {cell:>width$}") };
                line.push_str(&cell);
            }
            writeln!(formatter, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

fn cells(name: &str, figures: &Figures) -> [String; 8] {
    let of = |part: usize, whole: usize| format!("{part}/{whole}");
    let recordings = figures.recordings;
    [
        name.to_owned(),
        of(figures.recorded_operations, figures.operations),
        format!("{}+{}+{}", recordings.page, recordings.status, recordings.live),
        of(figures.recorded_statuses, figures.statuses),
        of(figures.exercised_request_members, figures.request_members),
        of(figures.exercised_response_members, figures.response_members),
        figures.undocumented.to_string(),
        figures.contradicting_pages.to_string(),
    ]
}
