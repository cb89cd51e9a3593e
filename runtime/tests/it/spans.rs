//! What a call tells those who trace it: one span, and no secret.

use std::{
    collections::BTreeMap,
    fmt::Debug,
    sync::{Arc, Mutex},
};

use huaweicloud_runtime::Credentials;
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

use crate::{operations::UpdateThing, script::Script};

/// Keeps the fields of spans and the text of events.
#[derive(Clone, Default)]
pub(crate) struct Kept(Arc<Mutex<Said>>);

impl Kept {
    /// The fields of each event.
    pub(crate) fn events(&self) -> Vec<BTreeMap<String, String>> {
        self.0.lock().unwrap().1.clone()
    }
}

/// The fields of the span, and the events.
type Said = (BTreeMap<String, String>, Vec<BTreeMap<String, String>>);

struct Fields<'a>(&'a mut BTreeMap<String, String>);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }
}

impl Subscriber for Kept {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("huaweicloud_runtime")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut Fields(&mut self.0.lock().unwrap().0));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Fields(&mut self.0.lock().unwrap().0));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = BTreeMap::new();
        event.record(&mut Fields(&mut fields));
        self.0.lock().unwrap().1.push(fields);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[tokio::test(start_paused = true)]
async fn a_span_says_what_was_called_and_what_came_of_it() {
    let kept = Kept::default();
    let _guard = tracing::subscriber::set_default(kept.clone());
    let script = Script::default().answer(503, &[], "the-answer").answer(
        200,
        &[("X-Request-Id", "r-1")],
        r#"{"id":"the-answer"}"#,
    );
    let credentials = Credentials::temporary("AK", "the-secret", "the-secret-token");
    let client = script.builder().credentials(credentials).project_id("p").build().await.unwrap();
    client.send(&UpdateThing::new("t")).await.unwrap();
    let (span, events) = kept.0.lock().unwrap().clone();
    let fields = ["service", "operation", "region", "attempts", "status", "request_id"];
    let values = fields.map(|field| span[field].as_str());
    assert_eq!(values, ["\"things\"", "\"UpdateThing\"", "\"cn-north-4\"", "2", "200", "\"r-1\""]);
    assert!(span.contains_key("milliseconds"));
    assert_eq!(events.len(), 1, "one for each further attempt: {events:?}");
    let all = format!("{span:?} {events:?}");
    assert!(!all.contains("the-secret") && !all.contains("the-answer"), "{all}");
}
