//! Positions as people count them.

use crate::page::character_boundary;

/// The text of a page and where its lines start, so that positions are found without reading it again.
#[derive(Clone, Debug)]
pub struct LineIndex<'s> {
    source: &'s str,
    /// Ascending; the first one is 0.
    starts: Vec<usize>,
}

impl<'s> LineIndex<'s> {
    /// Finds the lines of `source`.
    pub fn new(source: &'s str) -> Self {
        let newlines = source.bytes().zip(1..).filter(|(byte, _)| *byte == b'\n');
        let starts = std::iter::once(0).chain(newlines.map(|(_, next)| next)).collect();
        Self { source, starts }
    }

    /// The text.
    pub fn source(&self) -> &'s str {
        self.source
    }

    /// The line and column of a byte position, both from 1; the column counts characters.
    pub fn line_and_column(&self, position: usize) -> (usize, usize) {
        let position = character_boundary(self.source, position);
        let line = self.starts.partition_point(|start| *start <= position);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let column = self.source.get(start..position).unwrap_or_default().chars().count() + 1;
        (line, column)
    }

    /// The bytes of the line that holds a byte position, without its line break.
    pub fn line_around(&self, position: usize) -> std::ops::Range<usize> {
        let line = self.starts.partition_point(|start| *start <= position);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let end = self.starts.get(line).map_or(self.source.len(), |next| next - 1);
        start..end
    }
}

#[cfg(test)]
mod tests {
    use super::LineIndex;

    #[test]
    fn columns_count_characters() {
        assert_eq!(LineIndex::new("一二\n三四").line_and_column(10), (2, 2));
        assert_eq!(LineIndex::new("").line_and_column(0), (1, 1));
        assert_eq!(LineIndex::new("ab").line_and_column(99), (1, 3));
    }

    #[test]
    fn a_line_break_belongs_to_the_line_that_it_ends() {
        let lines = LineIndex::new("ab\n\ncd\n");
        assert_eq!(lines.line_and_column(2), (1, 3));
        assert_eq!(lines.line_and_column(3), (2, 1));
        assert_eq!(lines.line_and_column(7), (4, 1));
        assert_eq!(
            [0, 2, 3, 5, 7].map(|position| lines.line_around(position)),
            [0..2, 0..2, 3..3, 4..6, 7..7]
        );
    }
}
