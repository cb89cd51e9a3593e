//! The kinds of mistakes.

/// A kind of mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    Method,
    Path,
    SwappedPath,
    DroppedParameter,
    RenamedParameter,
    SwappedQuery,
    ConstantQuery,
    SentUnset,
    Header,
    DroppedBody,
    RenamedRequestMember,
    DroppedRequestMember,
    RenamedAnswerMember,
    Type,
    EnumerationValue,
    AnswerType,
    /// A mistake of the runtime, which all operations share.
    Runtime,
}

impl Kind {
    /// For people.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Method => "wrong method",
            Self::Path => "wrong path",
            Self::SwappedPath => "swapped path values",
            Self::DroppedParameter => "dropped parameter",
            Self::RenamedParameter => "renamed parameter",
            Self::SwappedQuery => "swapped query names",
            Self::ConstantQuery => "dropped constant query",
            Self::SentUnset => "optional sent though unset",
            Self::Header => "missing or wrong header",
            Self::DroppedBody => "dropped body",
            Self::RenamedRequestMember => "renamed request field",
            Self::DroppedRequestMember => "dropped request field",
            Self::RenamedAnswerMember => "renamed answer field",
            Self::Type => "wrong type",
            Self::EnumerationValue => "renamed enumeration value",
            Self::AnswerType => "answer read as another type",
            Self::Runtime => "runtime",
        }
    }
}
