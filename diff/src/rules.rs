//! The rules: what kinds of changes there are, and what each can mean.

use crate::Class::{self, Additive, Breaking, None, Risky};

/// One kind of change.
#[derive(Debug)]
pub struct Rule {
    /// Its stable name.
    pub name: &'static str,
    /// What it concerns.
    pub direction: Direction,
    /// What it can mean for a running program, the usual class first.
    pub wire: &'static [Class],
    /// What it can mean for code that uses the crate. The generated code decides; the usual class first.
    pub rust: &'static [Class],
    /// What happened.
    pub title: &'static str,
    /// Why it matters to a running program.
    pub reason: &'static str,
    /// A change of this kind.
    pub example: &'static str,
}

/// Which way the changed thing goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Neither: the operation or the service itself.
    Operation,
    /// What is sent.
    Request,
    /// What is answered.
    Response,
    /// Either.
    Both,
}

impl Direction {
    /// The direction in lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::Operation => "operation",
            Direction::Request => "request",
            Direction::Response => "response",
            Direction::Both => "both",
        }
    }
}

macro_rules! rules {
    ($($id:ident $name:literal $direction:ident [$($wire:ident)+] [$($rust:ident)+]
        $title:literal, $reason:literal, $example:literal;)*) => {
        /// A rule's identity.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "each is described by its `Rule`")]
        pub enum RuleId { $($id),* }

        impl RuleId {
            /// All rules, in the order of the documentation.
            pub const ALL: &[RuleId] = &[$(RuleId::$id),*];

            /// What the rule says.
            pub fn rule(self) -> &'static Rule {
                match self {
                    $(RuleId::$id => const { &Rule {
                        name: $name,
                        direction: Direction::$direction,
                        wire: &[$($wire),+],
                        rust: &[$($rust),+],
                        title: $title,
                        reason: $reason,
                        example: $example,
                    } },)*
                }
            }
        }
    };
}

// The reason completes "on the wire: …", the example shows a contract, never a page.
rules! {
    ServiceAdded "service-added" Operation [Additive] [Additive]
        "a service was added", "a new service",
        "`boats` is documented for the first time";
    ServiceRemoved "service-removed" Operation [Breaking] [Breaking]
        "a service was removed", "none of its operations is documented any more",
        "no page of `boats` is left";
    EndpointChanged "endpoint-changed" Operation [Breaking] [None]
        "a service's endpoint changed", "requests go to another host",
        "`boats.example.com` → `ships.example.com`";
    JsonBodiesChanged "json-bodies-changed" Operation [Risky] [None]
        "JSON bodies are announced in another way", "the service may take only one of them",
        "`application/json` → `application/json;charset=utf-8`";
    AccountCallsChanged "account-calls-changed" Operation [Risky] [None]
        "calls are made in the name of the account instead of the project, or the other way round",
        "the service may refuse one of them",
        "project → account";
    ErrorConstantsChanged "error-constants-changed" Operation [None] [Breaking Risky Additive]
        "the constants of the service's error codes changed", "programs may meet any code",
        "`BOATS_0001` is gone, `BOATS_0002` is new";
    OperationAdded "operation-added" Operation [Additive] [Additive]
        "an operation was added", "a new operation",
        "a page for `DELETE /v1/boats/{boat_id}`";
    OperationRemoved "operation-removed" Operation [Breaking] [Breaking]
        "an operation was removed", "the service promises it no more",
        "the page of `GET /v1/boats` is gone";
    OperationRenamed "operation-renamed" Operation [None] [Breaking]
        "an operation has another id", "the request is the same",
        "`ListBoats` → `ShowBoats`, `GET /v1/boats` in both";
    OperationMerged "operation-merged" Operation [None] [Breaking]
        "an operation was removed whose request another one describes", "the request is the same",
        "of two pages for `GET /v1/boats` one is left";
    MethodChanged "method-changed" Operation [Breaking] [None]
        "an operation has another method", "the old method is documented no more",
        "`PUT /v1/boats` → `POST /v1/boats`";
    PathChanged "path-changed" Operation [Breaking] [None]
        "an operation has another path", "the old path is documented no more",
        "`/v1/boats` → `/v1/ships`";
    FixedQueryChanged "fixed-query-changed" Operation [Breaking] [None]
        "the constant query of an operation changed", "the old query is documented no more",
        "`?action=start` → `?action=begin`";
    ContentTypeChanged "content-type-changed" Operation [Breaking] [None]
        "the body has another media type", "the old media type is documented no more",
        "`application/json` → `application/merge-patch+json`";
    PageMoved "page-moved" Operation [None] [None]
        "an operation is described on another page", "the request is the same",
        "`boats/0012.md` → `boats/0013.md`";
    Deprecated "deprecated" Both [None] [Risky None]
        "something was marked as obsolete", "it works as before",
        "the title of the page says `(deprecated)`";
    DeprecationRemoved "deprecation-removed" Both [None] [None]
        "something is not obsolete any more", "it works as before",
        "the title of the page says `(deprecated)` no more";

    RequiredParameterAdded "required-parameter-added" Request [Breaking None] [Breaking None Additive]
        "a required parameter was added", "requests without it are refused",
        "query `harbour`, required";
    OptionalParameterAdded "optional-parameter-added" Request [Additive] [Additive None]
        "an optional parameter was added", "requests may go without it",
        "query `harbour`, optional";
    ParameterRemoved "parameter-removed" Request [Risky None] [Breaking None]
        "a parameter was removed", "it may have no effect any more",
        "query `limit` is gone";
    ParameterRenamed "parameter-renamed" Request [Risky Breaking None] [Breaking None]
        "a parameter has another name", "the old name may be ignored or missed",
        "query `pageSize` → `page_size`";
    PlaceholderRenamed "placeholder-renamed" Request [None] [None Breaking]
        "a placeholder of the path has another name", "the request is the same",
        "`/v1/boats/{id}` → `/v1/boats/{boat_id}`";
    ParameterMoved "parameter-moved" Request [Breaking] [None Breaking]
        "a parameter is sent elsewhere", "the service looks for it in another place",
        "query `token` → header `token`";
    ParameterBecameRequired "parameter-became-required" Request [Breaking] [Breaking None]
        "a parameter became required", "requests without it are refused",
        "query `limit`, optional → required";
    ParameterBecameOptional "parameter-became-optional" Request [Additive] [Breaking None]
        "a parameter became optional", "requests may go without it",
        "query `limit`, required → optional";
    ParameterSetByChanged "parameter-set-by-changed" Request [None] [Breaking None]
        "a parameter is given by another: the client, or the caller", "the request is the same",
        "path `project_id`, from the client → from the caller";

    RequiredBodyAdded "required-body-added" Request [Breaking] [Breaking None]
        "a required body was added", "requests without it are refused",
        "`POST /v1/boats` takes `{name}`";
    OptionalBodyAdded "optional-body-added" Request [Additive] [Additive None]
        "an optional body was added", "requests may go without it",
        "`POST /v1/boats` may take `{name}`";
    BodyRemoved "body-removed" Request [Risky] [Breaking None]
        "the body was removed", "what is sent may have no effect any more",
        "`POST /v1/boats` takes no body";
    BodyBecameRequired "body-became-required" Request [Breaking] [Breaking None]
        "the body became required", "requests without it are refused",
        "body, optional → required";
    BodyBecameOptional "body-became-optional" Request [Additive] [Breaking None]
        "the body became optional", "requests may go without it",
        "body, required → optional";

    RequiredRequestMemberAdded "required-request-member-added" Request [Breaking] [Risky Breaking None]
        "a required member of the request was added", "requests without it are refused",
        "body `{name}` → `{name, harbour}`, `harbour` required";
    OptionalRequestMemberAdded "optional-request-member-added" Request [Additive] [Risky Breaking None]
        "an optional member of the request was added", "requests may go without it",
        "body `{name}` → `{name, colour}`, `colour` optional";
    RequestMemberRemoved "request-member-removed" Request [Risky] [Breaking None]
        "a member of the request was removed", "it may have no effect any more",
        "body `{name, colour}` → `{name}`";
    RequestMemberRenamed "request-member-renamed" Request [Risky Breaking] [Breaking None]
        "a member of the request has another name", "the old name may be ignored or missed",
        "body `{boatName}` → `{boat_name}`";
    RequestMemberBecameRequired "request-member-became-required" Request [Breaking] [Breaking None]
        "a member of the request became required", "requests without it are refused",
        "body `name`, optional → required";
    RequestMemberBecameOptional "request-member-became-optional" Request [Additive] [Breaking None]
        "a member of the request became optional", "requests may go without it",
        "body `name`, required → optional";

    RequestTypeChanged "request-type-changed" Request [Breaking] [Breaking None]
        "a value of the request has another type", "the old type is refused",
        "body `masts`, string → integer";
    RequestTypeWidened "request-type-widened" Request [Additive] [Breaking None]
        "a value of the request may be more than before", "what was sent may be sent still",
        "body `length`, integer → number";
    RequestTypeNarrowed "request-type-narrowed" Request [Breaking Risky] [Breaking None Risky]
        "a value of the request may be less than before", "some of what was sent is refused",
        "body `length`, number → integer";
    RequestEnumValueAdded "request-enum-value-added" Request [Additive] [Additive None]
        "a documented value of the request was added", "what was sent may be sent still",
        "body `sail`, `jib` → `jib`, `spinnaker`";
    RequestEnumValueRemoved "request-enum-value-removed" Request [Breaking] [Breaking None]
        "a documented value of the request was removed", "it may be refused",
        "body `sail`, `jib`, `spinnaker` → `jib`";
    RequestEnumDocumented "request-enum-documented" Request [Risky] [Breaking None Risky]
        "the values of the request were listed", "others may be refused",
        "body `sail`, any string → `jib`, `spinnaker`";
    RequestEnumLeftOpen "request-enum-left-open" Request [Additive] [Breaking None]
        "the values of the request are listed no more", "what was sent may be sent still",
        "body `sail`, `jib`, `spinnaker` → any string";
    RequestLimitTightened "request-limit-tightened" Request [Breaking Risky] [None]
        "a limit of the request was tightened or is documented now", "values beyond it are refused",
        "body `name`, at most 64 → 32 characters";
    RequestLimitRelaxed "request-limit-relaxed" Request [Additive] [None]
        "a limit of the request was relaxed", "what was sent may be sent still",
        "body `name`, at most 32 → 64 characters";
    DefaultChanged "default-changed" Request [Risky None] [None]
        "what the service assumes if nothing is sent changed", "a request that leaves it out means something else",
        "query `limit`, default 10 → 20";

    ResponseMemberAdded "response-member-added" Response [Additive] [Additive None]
        "a member of the answer was added", "programs need not look at it",
        "answer `{id}` → `{id, name}`";
    ResponseMemberRemoved "response-member-removed" Response [Breaking] [Breaking None]
        "a member of the answer was removed", "programs find nothing there",
        "answer `{id, name}` → `{id}`";
    ResponseMemberRenamed "response-member-renamed" Response [Breaking] [Breaking None]
        "a member of the answer has another name", "programs find nothing under the old name",
        "answer `{boatId}` → `{boat_id}`";
    ResponseMemberBecameOptional "response-member-became-optional" Response [Risky] [None]
        "a member of the answer may be missing", "programs that count on it go wrong",
        "answer `id`, required → optional";
    ResponseMemberBecameRequired "response-member-became-required" Response [Additive] [None]
        "a member of the answer is always there", "programs may count on it",
        "answer `id`, optional → required";
    ResponseTypeChanged "response-type-changed" Response [Breaking Risky] [Breaking None]
        "a value of the answer has another type", "programs that expect the old type go wrong",
        "answer `masts`, integer → array of integer";
    ResponseTypeWidened "response-type-widened" Response [Risky] [Breaking None]
        "a value of the answer may be more than before", "programs may get what they do not expect",
        "answer `length`, integer → number";
    ResponseTypeNarrowed "response-type-narrowed" Response [Additive] [Breaking None]
        "a value of the answer may be less than before", "programs get what they expect",
        "answer `length`, number → integer";
    ResponseEnumValueAdded "response-enum-value-added" Response [Risky] [Additive None]
        "a documented value of the answer was added", "programs may get a value that they do not know",
        "answer `state`, `afloat` → `afloat`, `sunk`";
    ResponseEnumValueRemoved "response-enum-value-removed" Response [Additive] [Breaking None]
        "a documented value of the answer was removed", "programs get what they know",
        "answer `state`, `afloat`, `sunk` → `afloat`";
    ResponseEnumDocumented "response-enum-documented" Response [Additive] [Breaking None]
        "the values of the answer were listed", "programs get what they got",
        "answer `state`, any string → `afloat`, `sunk`";
    ResponseEnumLeftOpen "response-enum-left-open" Response [Risky] [Breaking None]
        "the values of the answer are listed no more", "programs may get a value that they do not know",
        "answer `state`, `afloat`, `sunk` → any string";
    ResponseLimitTightened "response-limit-tightened" Response [Additive] [None]
        "a limit of the answer was tightened or is documented now", "programs get what they expect",
        "answer `name`, at most 64 → 32 characters";
    ResponseLimitRelaxed "response-limit-relaxed" Response [Risky] [None]
        "a limit of the answer was relaxed", "programs may get more than they have room for",
        "answer `name`, at most 32 → 64 characters";
    ResponseBodyAdded "response-body-added" Response [Additive] [Additive Breaking None]
        "the answer has a body", "programs need not look at it",
        "`POST /v1/boats` answers `{id}`";
    ResponseBodyRemoved "response-body-removed" Response [Breaking] [Breaking None]
        "the answer has no body any more", "programs find nothing there",
        "`POST /v1/boats` answers nothing";
    SuccessStatusChanged "success-status-changed" Response [Risky None] [None]
        "success has another status code", "programs that look at the status may go wrong",
        "200 → 202";
    ErrorResponseChanged "error-response-changed" Response [None Risky] [None]
        "the answer with an error status changed", "errors are read whatever their form",
        "status 409 is listed";
    ErrorCodesChanged "error-codes-changed" Response [None] [None]
        "the listed error codes changed", "programs may meet any code",
        "`BOAT.0001` is listed";
    ResponseHeadersChanged "response-headers-changed" Response [Additive Risky] [None]
        "the listed headers of the answer changed", "programs may look at them",
        "header `X-Harbour` is listed";

    PaginationChanged "pagination-changed" Response [Risky None] [Additive Breaking None]
        "how a list goes on page by page changed", "programs that page the old way may miss items",
        "by `offset` → by `marker`";

    JobStatesChanged "job-states-changed" Response [Risky None] [None]
        "the last states of a job that the answer tells changed", "programs may wait for ever, or too short",
        "success: `afloat` → `afloat`, `moored`";
    WaiterChanged "waiter-changed" Operation [None] [Additive Breaking None]
        "whether and how the job that an operation begins can be waited for changed", "the request is the same",
        "`ShowJob` tells the state of the job";

    ObjectDescribed "object-described" Both [None] [Breaking None]
        "the members of an object were listed", "the values are the same",
        "body `crew`, object → `{captain, cook}`";
    ObjectLeftOpen "object-left-open" Both [None] [Breaking None]
        "the members of an object are listed no more", "the values are the same",
        "body `crew`, `{captain, cook}` → object";
    FurtherMembersChanged "further-members-changed" Both [Risky Additive] [Breaking Additive None Risky]
        "whether an object may have members beside those listed changed", "other members may be sent or not",
        "body `crew`, `{captain}` → `{captain, …}`";
    FormatChanged "format-changed" Both [Risky Additive] [None]
        "a string has another format", "the text looks different",
        "answer `built`, string → date-time";
    AlternativesChanged "alternatives-changed" Both [Risky] [None]
        "the alternatives of a value changed", "one of them may be refused or unknown",
        "body `mooring`, one of buoy or pier → one of buoy or quay";

    TypeRenamed "type-renamed" Both [None] [Breaking]
        "a Rust type has another name", "the values are the same",
        "`list_boats::Crew` → `list_boats::Sailors`";
    FieldRenamed "field-renamed" Both [None] [Breaking]
        "a Rust field, setter or variant has another name", "the name on the wire is the same",
        "`boat_name` → `boat_name_2`";
    BecameRecursive "became-recursive" Both [None] [Breaking]
        "whether an object holds itself changed, and with it the field's type", "the values are the same",
        "`Option<Crew>` → `Option<Box<Crew>>`";
    RustTypeChanged "rust-type-changed" Both [None] [Breaking Risky]
        "a Rust type is another for no reason on this place of the wire", "the values are the same",
        "a member of the answer differs between the statuses 200 and 202, so it is any JSON";
    ArgumentsReordered "arguments-reordered" Request [None] [Breaking]
        "the arguments of `new` have another order", "the request is the same",
        "`new(harbour, boat)` → `new(boat, harbour)`";
    GeneratedCodeChanged "generated-code-changed" Operation [None] [Breaking Risky Additive]
        "the generated code differs for a reason that no other rule names", "the request is the same",
        "a module is called `list_boats_2` since there is another";
}
