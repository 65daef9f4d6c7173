//! What the page asks for, as JSON.

use super::messages::{Answer, Disagreement, Join, Joined, Last, Overview, Refusal, Shown, Undo};
use super::{Store, StoreError, Suggestion};
use crate::dataset::annotation;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What all requests share.
pub(super) struct App {
    store: Mutex<Store>,
    suggestions: Option<BTreeMap<i64, Suggestion>>,
    batch: String,
}

type Shared = State<Arc<App>>;
type Answered<T> = Result<Json<T>, StoreError>;

impl App {
    pub fn new(store: Store, suggestions: Option<BTreeMap<i64, Suggestion>>, batch: &str) -> Self {
        App { store: Mutex::new(store), suggestions, batch: batch.to_owned() }
    }

    /// The database; every change of it is one transaction, so that a panic leaves nothing half done.
    pub fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What stands in the column `tool`: labels given beside a suggestion can be told from blind ones.
    fn tool(&self) -> &'static str {
        if self.suggestions.is_some() { "stance annotate --suggest" } else { "stance annotate" }
    }

    fn suggestion(&self, sentence: i64) -> Option<Suggestion> {
        self.suggestions.as_ref()?.get(&sentence).copied()
    }
}

impl IntoResponse for StoreError {
    fn into_response(self) -> Response {
        let status = match self {
            StoreError::NameTaken { .. } => StatusCode::CONFLICT,
            StoreError::BadName(_) => StatusCode::BAD_REQUEST,
            StoreError::UnknownBrowser => StatusCode::UNAUTHORIZED,
            StoreError::UnknownSentence(_) => StatusCode::NOT_FOUND,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        (status, Json(Refusal { error: self.to_string() })).into_response()
    }
}

/// The annotator whose browser it is: number and name.
fn annotator(store: &Store, headers: &HeaderMap) -> Result<(i64, String), StoreError> {
    let key = headers.get("x-annotator").and_then(|key| key.to_str().ok());
    store.annotator(key.unwrap_or_default())
}

pub(super) async fn join(State(app): Shared, Json(join): Json<Join>) -> Answered<Joined> {
    Ok(Json(Joined { name: app.store().join(&join)? }))
}

pub(super) async fn overview(State(app): Shared, headers: HeaderMap) -> Answered<Overview> {
    let store = app.store();
    let (id, annotator) = annotator(&store, &headers)?;
    Ok(Json(Overview {
        annotator,
        suggests: app.suggestions.is_some(),
        documents: store.progress(id)?,
        disagreements: store.disputes()?,
        last_answer: store.last(id, false)?,
        last_decision: store.last(id, true)?,
    }))
}

pub(super) async fn document(State(app): Shared, headers: HeaderMap, Path(id): Path<i64>) -> Answered<Shown> {
    let store = app.store();
    let (annotator, _) = annotator(&store, &headers)?;
    let mut sentences = store.sentences(id, annotator)?;
    for sentence in sentences.iter_mut().filter(|sentence| sentence.asked) {
        sentence.suggestion = app.suggestion(sentence.id);
    }
    Ok(Json(Shown { id, sentences }))
}

/// Returns when the answer is on disk.
pub(super) async fn answer(
    State(app): Shared,
    headers: HeaderMap,
    Json(answer): Json<Answer>,
) -> Answered<Option<Last>> {
    let mut store = app.store();
    let (annotator, _) = annotator(&store, &headers)?;
    store.save(annotator, &answer, app.tool())?;
    Ok(Json(store.last(annotator, answer.decides)?))
}

pub(super) async fn undo(State(app): Shared, headers: HeaderMap, Json(undo): Json<Undo>) -> Answered<()> {
    let store = app.store();
    let (annotator, _) = annotator(&store, &headers)?;
    Ok(Json(store.undo(annotator, &undo.request)?))
}

pub(super) async fn disagreements(State(app): Shared, headers: HeaderMap) -> Answered<Vec<Disagreement>> {
    let store = app.store();
    let (annotator, _) = annotator(&store, &headers)?;
    Ok(Json(store.disagreements(annotator)?))
}

pub(super) async fn export(State(app): Shared) -> Result<Response, StoreError> {
    let annotations = app.store().annotations(&app.batch)?;
    let file = format!("attachment; filename=\"{}.csv\"", app.batch.replace(['"', '\\', '\n', '\r'], "-"));
    let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, file)];
    Ok((headers, annotation::csv(&annotations)).into_response())
}
