//! `stance annotate` as a browser meets it: answers survive being killed, nothing is doubled, bad input harms nothing.
#![cfg(feature = "annotate")]

mod answers;
mod bad_input;
mod http;
mod inputs;

use http::{Reply, request};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use tempfile::TempDir;

/// Three sentences, a heading before them.
pub(crate) const ARTICLE: &[u8] =
    b"At the border\n\nWe must let them in. The ministry wants to send them back. The train was late.\n";

/// A folder with these files.
pub(crate) fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("inside the folder")).expect("created");
        std::fs::write(path, bytes).expect("written");
    }
    folder
}

pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stance"));
    command.current_dir(folder).arg("annotate").args(arguments);
    command
}

/// Runs it to its end: exit code and what it said.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = command(folder, arguments).output().expect("it runs");
    (output.status.code(), String::from_utf8(output.stderr).expect("UTF-8"))
}

/// A server, killed without mercy when dropped.
pub(crate) struct Server {
    child: Child,
    /// `127.0.0.1:PORT`.
    pub(crate) host: String,
    /// `/TOKEN/`.
    pub(crate) path: String,
}

impl Server {
    /// Starts it, on a free port unless one is given, and waits for its address.
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Server {
        let mut command = command(folder, arguments);
        if !arguments.contains(&"--port") {
            command.args(["--port", "0"]);
        }
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("piped");
        BufReader::new(out).read_line(&mut line).expect("an address");
        let Some((host, path)) = line.trim().strip_prefix("http://").and_then(|rest| rest.split_once('/')) else {
            panic!("expected an address, found {line:?} and {:?}", rest(child.stderr.take()));
        };
        Server { host: host.to_owned(), path: format!("/{path}"), child }
    }

    pub(crate) fn port(&self) -> &str {
        self.host.rsplit(':').next().expect("a port")
    }

    /// Asks for something as the browser with this key.
    pub(crate) fn get(&self, path: &str, key: &str) -> Reply {
        request(&self.host, "GET", &format!("{}{path}", self.path), key, "").expect("the server answers")
    }

    pub(crate) fn post(&self, path: &str, key: &str, body: &Value) -> Reply {
        request(&self.host, "POST", &format!("{}{path}", self.path), key, &body.to_string()).expect("it answers")
    }

    /// Lets somebody in; their name is their browser's key.
    pub(crate) fn join(&self, name: &str) {
        let reply = self.post("api/join", "", &json!({"name": name, "key": name}));
        assert_eq!(reply.status, 200, "{}", reply.body);
    }

    /// The sentences asked about in a document: number here, text, what was answered.
    pub(crate) fn asked(&self, key: &str, document: i64) -> Vec<Value> {
        let shown = self.get(&format!("api/documents/{document}"), key).json();
        let sentences = shown["sentences"].as_array().expect("sentences").clone();
        sentences.into_iter().filter(|sentence| sentence["asked"] == true).collect()
    }

    pub(crate) fn answer(&self, key: &str, request: &str, sentence: &Value, label: &str) -> Reply {
        self.post("api/answers", key, &json!({"request": request, "sentence": sentence, "label": label}))
    }

    /// Kills it as a power cut would.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("gone");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn rest(stream: Option<ChildStderr>) -> String {
    let mut text = String::new();
    stream.map(|mut stream| stream.read_to_string(&mut text));
    text
}

/// The rows of an export: annotator, n, label.
pub(crate) fn exported(folder: &Path, database: &str) -> Vec<(String, u32, String)> {
    let file = folder.join("export.csv");
    let _ = std::fs::remove_file(&file);
    assert_eq!(run(folder, &[database, "--export", "export.csv"]).0, Some(0));
    let batches = stance::dataset::annotation::read(&[file], &stance::dataset::LabelMap::default());
    assert_eq!(batches.rejects, []);
    batches.annotations.into_iter().map(|row| (row.annotator, row.n.unwrap_or(0), row.label.to_string())).collect()
}
