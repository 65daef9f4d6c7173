use super::api::{self, App};
use super::{Store, StoreError, Suggestion, page};
use axum::Router;
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::middleware::map_response;
use axum::routing::{get, post};
use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;

/// What a page may load and who may show it: nothing but itself, nobody.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
    img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// A port on this machine that nobody else listens on.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
}

impl Server {
    /// Takes a port of 127.0.0.1; 0 is any that is free.
    ///
    /// # Errors
    /// A port in use, or one that may not be used.
    pub fn bind(port: u16) -> io::Result<Server> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        listener.set_nonblocking(true)?;
        Ok(Server { listener })
    }

    /// The address of the page. Who does not know its token hears nothing.
    ///
    /// # Errors
    /// Whatever the database or the system says.
    pub fn address(&self, store: &Store) -> Result<String, StoreError> {
        let port = self.listener.local_addr().map_or(0, |address| address.port());
        Ok(format!("http://127.0.0.1:{port}/{}/", store.token()?))
    }

    /// Serves the page until the program is interrupted, and gives the database back. `batch` is the name that
    /// the page gives the batches it exports.
    ///
    /// # Errors
    /// Whatever the database or the system says.
    pub fn run(
        self,
        store: Store,
        suggestions: Option<BTreeMap<i64, Suggestion>>,
        batch: &str,
    ) -> io::Result<Vec<(String, u32)>> {
        let token = store.token().map_err(io::Error::other)?;
        let app = Arc::new(App::new(store, suggestions, batch));
        let router = router(&token, Arc::clone(&app));
        // One thread: the database takes one answer at a time anyway.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(self.listener)?;
            tokio::select! {
                served = axum::serve(listener, router).into_future() => served,
                stopped = tokio::signal::ctrl_c() => stopped,
            }
        })?;
        app.store().labelled().map_err(io::Error::other)
    }
}

fn router(token: &str, app: Arc<App>) -> Router {
    let at = |path: &str| format!("/{token}/{path}");
    let mut router = Router::new()
        .route(&at("api/join"), post(api::join))
        .route(&at("api/overview"), get(api::overview))
        .route(&at("api/documents/{id}"), get(api::document))
        .route(&at("api/answers"), post(api::answer))
        .route(&at("api/undo"), post(api::undo))
        .route(&at("api/disagreements"), get(api::disagreements))
        .route(&at("annotations.csv"), get(api::export));
    for (name, kind, text) in page::files() {
        let file = ([(header::CONTENT_TYPE, kind)], text);
        router = router.route(&at(name), get(move || async move { file }));
    }
    let stranger = "This address lacks the token: `stance annotate` printed the whole address where it was started.\n";
    router.fallback((StatusCode::NOT_FOUND, stranger)).layer(map_response(guarded)).with_state(app)
}

/// Tells the browser to keep the page to itself.
async fn guarded<B>(mut response: Response<B>) -> Response<B> {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
