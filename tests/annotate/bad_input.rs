//! Clear errors, and nothing written half.

use super::{ARTICLE, Server, folder, run};
use serde_json::json;
use std::fs;
use std::net::TcpListener;

#[test]
fn a_port_in_use() {
    let folder = folder(&[("a.txt", ARTICLE)]);
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let (code, err) = run(folder.path(), &["a.txt", "--port", &port]);
    assert_eq!(code, Some(2));
    let expected = "is in use, perhaps by another `stance annotate`: choose one with --port N (0: any that is free)";
    assert!(err.contains(expected), "{err}");
    assert!(!folder.path().join("annotations.db").exists());
}

#[test]
fn a_second_server_on_the_same_database() {
    let folder = folder(&[("a.txt", ARTICLE)]);
    let server = Server::start(folder.path(), &["a.txt", "--db", "a.db"]);
    for arguments in [&["a.db", "--port", "0"][..], &["a.db", "--export", "out.csv"]] {
        let (code, err) = run(folder.path(), arguments);
        assert_eq!(code, Some(2));
        assert!(err.starts_with("stance: a.db: another program has it open"), "{err}");
    }
    assert!(!folder.path().join("out.csv").exists());
    server.join("anna");
}

#[test]
fn a_database_from_a_newer_version_stays_as_it_is() {
    let folder = folder(&[("a.txt", ARTICLE)]);
    let path = folder.path().join("a.db");
    Server::start(folder.path(), &["a.txt", "--db", "a.db"]).kill();
    // Opened and closed in peace, so that all of it is in the file.
    assert_eq!(run(folder.path(), &["a.db", "--export", "none.csv"]).0, Some(0));
    let mut bytes = fs::read(&path).expect("a database");
    // Where SQLite keeps the user's version.
    bytes[60..64].copy_from_slice(&7u32.to_be_bytes());
    fs::write(&path, &bytes).expect("written");
    for arguments in
        [&["a.db", "--port", "0"][..], &["a.txt", "--db", "a.db", "--port", "0"], &["a.db", "--export", "b.csv"]]
    {
        let (code, err) = run(folder.path(), arguments);
        assert_eq!(code, Some(2));
        assert!(err.contains("a.db: expected a database of form 1, found form 7: a newer stance wrote it"), "{err}");
    }
    assert_eq!(fs::read(&path).expect("still there"), bytes);
}

#[test]
fn a_file_that_is_no_database() {
    let folder =
        folder(&[("a.txt", ARTICLE), ("b.db", b"Just some text, long enough to be taken for the start of a file.")]);
    let (code, err) = run(folder.path(), &["a.txt", "--db", "b.db", "--port", "0"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("b.db: expected a database of `stance annotate`, found another kind of file"), "{err}");
}

#[test]
fn nothing_to_label() {
    let folder = folder(&[("a.txt", b"")]);
    let (code, err) = run(folder.path(), &["a.txt", "none.txt", "--port", "0"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("a.txt: expected text, found an empty file"), "{err}");
    assert!(err.contains("stance: expected articles or sentences to label, found none"), "{err}");
    assert!(!folder.path().join("annotations.db").exists());
}

#[test]
fn an_article_that_changed_since() {
    let folder = folder(&[("a.txt", ARTICLE)]);
    Server::start(folder.path(), &["a.txt", "--db", "a.db"]).kill();
    fs::write(folder.path().join("a.txt"), "Another text.").expect("written");
    let (code, err) = run(folder.path(), &["a.txt", "--db", "a.db", "--port", "0"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("a.txt: its text is not the one in the database"), "{err}");
}

#[test]
fn an_export_never_writes_over_a_batch() {
    let folder = folder(&[("a.txt", ARTICLE), ("batch.csv", b"precious")]);
    Server::start(folder.path(), &["a.txt", "--db", "a.db"]).kill();
    let (code, err) = run(folder.path(), &["a.db", "--export", "batch.csv"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("writing batch.csv: a batch of this name is there already"), "{err}");
    assert_eq!(fs::read(folder.path().join("batch.csv")).expect("there"), b"precious");
}

#[test]
fn an_export_of_a_database_that_is_not_there_makes_none() {
    let folder = folder(&[]);
    let (code, _) = run(folder.path(), &["a.db", "--export", "batch.csv"]);
    assert_eq!((code, fs::read_dir(folder.path()).expect("a folder").count()), (Some(2), 0));
}

#[test]
fn a_name_in_use_in_another_browser() {
    let folder = folder(&[("a.txt", ARTICLE)]);
    let server = Server::start(folder.path(), &["a.txt", "--db", "a.db"]);
    server.join("Anna");
    let join =
        |name: &str, mine: bool| server.post("api/join", "", &json!({"name": name, "key": "other", "mine": mine}));
    let refused = join("anna", false);
    assert_eq!(refused.status, 409);
    assert_eq!(refused.json()["error"], "Anna labels here already in another browser (0 answers)");
    assert_eq!(server.get("api/overview", "other").status, 401);
    assert_eq!(join("anna", true).json()["name"], "Anna");
    assert_eq!(server.get("api/overview", "other").json()["annotator"], "Anna");
}

#[test]
fn a_name_that_a_batch_cannot_hold() {
    let folder = folder(&[("a.txt", ARTICLE)]);
    let server = Server::start(folder.path(), &["a.txt", "--db", "a.db"]);
    for name in ["", "  ", "a+b", "x:adjudicator", "tab\there"] {
        assert_eq!(server.post("api/join", "", &json!({"name": name, "key": "k"})).status, 400, "{name:?}");
    }
}

#[test]
fn who_does_not_know_the_token_hears_nothing() {
    let folder = folder(&[("a.txt", ARTICLE)]);
    let server = Server::start(folder.path(), &["a.txt", "--db", "a.db"]);
    for path in ["/", "/api/overview", "/0123456789abcdef/", "/annotations.csv"] {
        assert_eq!(super::http::request(&server.host, "GET", path, "", "").expect("an answer").status, 404);
    }
    let page = server.get("", "");
    assert_eq!(page.status, 200);
    assert!(page.head.contains("default-src 'none'"), "{}", page.head);
}

#[test]
fn an_answer_about_nothing() {
    let folder = folder(&[("a.txt", ARTICLE)]);
    let server = Server::start(folder.path(), &["a.txt", "--db", "a.db"]);
    server.join("anna");
    assert_eq!(server.answer("anna", "r", &json!(999), "admit").status, 404);
    assert_eq!(server.answer("anna", "r", &json!(1), "perhaps").status, 422);
    assert_eq!(server.answer("nobody", "r", &json!(1), "admit").status, 401);
}
