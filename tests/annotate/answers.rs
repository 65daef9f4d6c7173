//! What becomes of answers.

use super::http::request;
use super::{ARTICLE, Server, exported, folder};
use serde_json::json;
use std::thread;
use std::time::Duration;

#[test]
fn an_acknowledged_answer_outlives_the_server() {
    let folder = folder(&[("a.txt", ARTICLE)]);
    let mut server = Server::start(folder.path(), &["a.txt", "--db", "a.db"]);
    server.join("anna");
    let sentences = server.asked("anna", 1);
    assert_eq!(sentences.len(), 4);
    for (round, sentence) in sentences.iter().enumerate() {
        assert_eq!(server.answer("anna", &format!("r{round}"), &sentence["id"], "admit").status, 200);
        server.kill();
        server = Server::start(folder.path(), &["a.db"]);
    }
    server.kill();
    assert_eq!(exported(folder.path(), "a.db").len(), 4);
}

#[test]
fn an_answer_sent_twice_is_taken_once_even_after_another_one() {
    let folder = folder(&[("a.txt", ARTICLE)]);
    let server = Server::start(folder.path(), &["a.txt", "--db", "a.db"]);
    server.join("anna");
    let id = &server.asked("anna", 1)[1]["id"];
    server.answer("anna", "first", id, "admit");
    server.answer("anna", "second", id, "neutral");
    assert_eq!(server.answer("anna", "first", id, "admit").status, 200);
    server.kill();
    assert_eq!(exported(folder.path(), "a.db"), [("anna".to_owned(), 2, "neutral".to_owned())]);
}

#[test]
fn two_people_at_once_lose_and_double_nothing_while_the_server_is_killed() {
    let sentences: String =
        (0..40).map(|n| format!("Paragraph number {n} says that the train was late.\n\n")).collect();
    let folder = folder(&[("a.txt", sentences.as_bytes())]);
    let server = Server::start(folder.path(), &["a.txt", "--db", "a.db"]);
    server.join("anna");
    server.join("ben");
    let ids: Vec<_> = server.asked("anna", 1).iter().map(|sentence| sentence["id"].clone()).collect();
    let (host, port, path) = (server.host.clone(), server.port().to_owned(), server.path.clone());
    let insist = |name: &str, label: &str| {
        for (at, id) in ids.iter().enumerate() {
            let body = json!({"request": format!("{name}{at}"), "sentence": id, "label": label}).to_string();
            let path = format!("{path}api/answers");
            // Ten seconds at most, so that a server that never comes back fails the test instead of hanging it.
            let taken = (0..2000).any(|_| match request(&host, "POST", &path, name, &body) {
                Ok(reply) => reply.status == 200,
                Err(_) => {
                    thread::sleep(Duration::from_millis(5));
                    false
                }
            });
            assert!(taken, "{name} at {at}");
        }
    };
    thread::scope(|scope| {
        let people = [scope.spawn(|| insist("anna", "admit")), scope.spawn(|| insist("ben", "restrict"))];
        let mut server = server;
        while !people.iter().all(thread::ScopedJoinHandle::is_finished) {
            server.kill();
            server = Server::start(folder.path(), &["a.db", "--port", &port]);
            thread::sleep(Duration::from_millis(30));
        }
    });
    let rows = exported(folder.path(), "a.db");
    for (name, label) in [("anna", "admit"), ("ben", "restrict")] {
        let own: Vec<u32> = rows.iter().filter(|row| row.0 == name && row.2 == label).map(|row| row.1).collect();
        assert_eq!(own, (1..=40).collect::<Vec<u32>>(), "{name}");
    }
    assert_eq!(rows.len(), 80);
}

#[test]
fn an_answer_taken_back_leaves_the_one_before_it() {
    let folder = folder(&[("a.txt", ARTICLE)]);
    let server = Server::start(folder.path(), &["a.txt", "--db", "a.db"]);
    server.join("anna");
    let sentences = server.asked("anna", 1);
    server.answer("anna", "first", &sentences[1]["id"], "admit");
    let last = server.answer("anna", "second", &sentences[1]["id"], "neutral").json();
    assert_eq!(last["request"], "second");
    server.post("api/undo", "anna", &json!({"request": "second"}));
    assert_eq!(server.get("api/overview", "anna").json()["last_answer"]["request"], "first");
    server.kill();
    assert_eq!(exported(folder.path(), "a.db"), [("anna".to_owned(), 2, "admit".to_owned())]);
}

#[test]
fn nobody_sees_what_others_said_while_they_label() {
    let folder = folder(&[("a.txt", ARTICLE)]);
    let server = Server::start(folder.path(), &["a.txt", "--db", "a.db"]);
    for name in ["anna", "ben", "cem"] {
        server.join(name);
    }
    let sentences = server.asked("anna", 1);
    server.answer("anna", "a1", &sentences[1]["id"], "admit");
    server.answer("ben", "b1", &sentences[1]["id"], "restrict");
    server.answer("anna", "a2", &sentences[2]["id"], "admit");
    server.answer("ben", "b2", &sentences[2]["id"], "restrict");
    assert!(server.asked("cem", 1).iter().all(|sentence| sentence["answer"].is_null()));
    let disputed = |key: &str| server.get("api/disagreements", key).json().as_array().expect("a list").len();
    assert_eq!((disputed("anna"), disputed("cem")), (2, 2));
    server.answer("cem", "c1", &sentences[1]["id"], "neutral");
    assert_eq!(disputed("cem"), 1);
}

#[test]
fn a_decision_is_the_adjudicators_own_row() {
    let folder = folder(&[("a.txt", ARTICLE)]);
    let server = Server::start(folder.path(), &["a.txt", "--db", "a.db"]);
    for name in ["anna", "ben"] {
        server.join(name);
    }
    let id = &server.asked("anna", 1)[1]["id"];
    server.answer("anna", "a", id, "admit");
    server.answer("ben", "b", id, "restrict");
    let decision = json!({"request": "d", "sentence": id, "label": "restrict", "decides": true});
    assert_eq!(server.post("api/answers", "anna", &decision).status, 200);
    assert_eq!(server.get("api/overview", "anna").json()["disagreements"], json!([1, 1]));
    server.kill();
    let row = |name: &str, label: &str| (name.to_owned(), 2, label.to_owned());
    let rows = [row("anna", "admit"), row("ben", "restrict"), row("anna:adjudicator", "restrict")];
    assert_eq!(exported(folder.path(), "a.db"), rows);
}

#[test]
fn an_exported_batch_holds_the_place_the_fields_and_the_tool() {
    let folder = folder(&[("a.txt", ARTICLE)]);
    let server = Server::start(folder.path(), &["a.txt", "--db", "a.db", "--suggest"]);
    server.join("anna");
    let id = &server.asked("anna", 1)[2]["id"];
    let answer = json!({"request": "r", "sentence": id, "label": "restrict", "alone": "neutral", "holder": " the ministry ", "note": "who?"});
    server.post("api/answers", "anna", &answer);
    server.kill();
    exported(folder.path(), "a.db");
    let csv = std::fs::read_to_string(folder.path().join("export.csv")).expect("written");
    let row = csv.lines().nth(1).expect("a row");
    let (before, after) = row.split_once(",20").expect("a time");
    assert_eq!(
        before,
        "a.txt,3,36,73,d6c3988d800fc0f5,The ministry wants to send them back.,restrict,neutral,the ministry,who?,anna"
    );
    assert_eq!(after.split_once(',').expect("more").1, "stance annotate --suggest,export,body,2");
}
