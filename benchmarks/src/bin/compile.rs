//! What the macros cost to compile. The derive: 50 structs of 20 fields, `ScimResource` beside serde's `Serialize` and `Deserialize`, each
//! struct read from JSON and written to it once, so that what is generic is instantiated. `scim_path!`: a crate with 1,000 of them
//! beside the same crate with none.
//!
//! `cargo run --release --bin compile` prints the table. CPU seconds are user time of the one crate, dependencies built before; they are noisy, lines of
//! LLVM IR before optimization are not. Takes a few minutes.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const STRUCTS: usize = 50;
const FIELDS: usize = 20;
const PATHS: usize = 1000;

struct Kind {
    name: &'static str,
    source: fn() -> String,
    dependencies: &'static str,
}

const OURS: &str = "scim-types = { path = \"../../../../scim-types\" }\n";

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let work = root.join("target/compile");
    paths(&work);
    derives(&work);
}

fn derives(work: &Path) {
    let kinds = [
        Kind { name: "serde", source: || source(serde), dependencies: "" },
        Kind { name: "scim", source: || source(scim), dependencies: OURS },
    ];
    let rows: Vec<[f64; 3]> = kinds.iter().map(|kind| measure(work, kind)).collect();
    println!(
        "{STRUCTS} structs x {FIELDS} fields\n{:<26} {:>10} {:>10} {:>8} {:>6}",
        "", "serde", "scim", "ratio", "goal"
    );
    for (i, (title, goal)) in
        [("cargo check, CPU s", 0.50), ("cargo build --release, s", 0.25), ("LLVM IR lines", 0.25)]
            .into_iter()
            .enumerate()
    {
        let (floor, ours) = (rows[0][i], rows[1][i]);
        println!("{title:<26} {floor:>10.2} {ours:>10.2} {:>8.3} {goal:>6.2}", ours / floor);
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn paths(work: &Path) {
    let kinds = [
        Kind { name: "no-path", source: || path_source(0), dependencies: OURS },
        Kind { name: "paths", source: || path_source(PATHS), dependencies: OURS },
    ];
    let [none, all] = kinds.map(|kind| cpu(&crate_of(work, &kind), &["check"]));
    let each = (all - none) * 1000.0 / PATHS as f64;
    println!(
        "scim_path!, in cargo check\n{:<26} {:>10} {:>10} {:>8} {:>6}",
        "", "0", PATHS, "ms each", "goal"
    );
    println!("{:<26} {none:>10.3} {all:>10.3} {each:>8.3} {:>6.2}\n", "CPU s", 0.45);
}

fn path_source(count: usize) -> String {
    const TEXTS: [&str; 10] = [
        "userName",
        "active",
        "name.familyName",
        "emails",
        "emails[type eq \\\"work\\\"].value",
        "emails[type eq \\\"work\\\" and value co \\\"@example.com\\\"]",
        "addresses[type eq \\\"home\\\"].streetAddress",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.displayName",
        "meta.lastModified",
    ];
    let mut out = String::new();
    for (i, text) in (0..count).zip(TEXTS.into_iter().cycle()) {
        let _ = writeln!(
            out,
            "pub fn path{i}() -> scim_types::Path<scim_types::User> {{\n    scim_types::scim_path!(scim_types::User, \"{text}\")\n}}"
        );
    }
    out.push_str("fn main() {}\n");
    out
}

/// The fields of a struct: a mix as in real models.
fn fields(out: &mut String, i: usize) {
    for f in 0..FIELDS - 2 {
        let ty = match f % 6 {
            0 | 3 => "Option<String>",
            1 => "String",
            2 => "Option<bool>",
            4 => "Vec<String>",
            _ => "Option<i64>",
        };
        let _ = writeln!(out, "    /// Field {f} of struct {i}.\n    pub field_number_{f}: {ty},");
    }
}

fn serde(out: &mut String, i: usize) {
    let _ = writeln!(
        out,
        "#[derive(serde::Serialize, serde::Deserialize)]\n#[serde(rename_all = \"camelCase\")]\npub struct S{i} {{\n    pub id: String,\n    pub external_id: Option<String>,"
    );
    fields(out, i);
    let _ = writeln!(
        out,
        "}}\npub fn use{i}(json: &[u8]) -> Vec<u8> {{ serde_json::to_vec(&serde_json::from_slice::<S{i}>(json).unwrap()).unwrap() }}"
    );
}

fn scim(out: &mut String, i: usize) {
    let _ = writeln!(
        out,
        "#[derive(scim_types::ScimResource)]\n#[scim(schema = \"urn:example:params:scim:schemas:core:2.0:S{i}\")]\npub struct S{i} {{\n    #[scim(id)]\n    pub id: String,\n    #[scim(external_id)]\n    pub external_id: Option<String>,"
    );
    fields(out, i);
    let _ = writeln!(
        out,
        "}}\npub fn use{i}(json: &[u8]) -> Vec<u8> {{\n    let read = scim_types::read::<S{i}>(json, &scim_types::Compat::default()).unwrap();\n    let mut out = Vec::new();\n    scim_types::write(&read.value, &scim_types::Projection::default(), &mut out);\n    out\n}}"
    );
}

fn source(one: fn(&mut String, usize)) -> String {
    let mut out = String::new();
    (0..STRUCTS).for_each(|i| one(&mut out, i));
    out.push_str("fn main() {\n    let json = std::env::args().next().unwrap().into_bytes();\n    let mut total = 0;\n");
    (0..STRUCTS).for_each(|i| _ = writeln!(out, "    total += use{i}(&json).len();"));
    out.push_str("    println!(\"{total}\");\n}\n");
    out
}

/// CPU seconds of check, of a release build, and lines of IR.
fn measure(work: &Path, kind: &Kind) -> [f64; 3] {
    let dir = crate_of(work, kind);
    let check = cpu(&dir, &["check"]);
    let release = cpu(&dir, &["build", "--release"]);
    [check, release, ir_lines(&dir)]
}

/// Writes the crate.
fn crate_of(work: &Path, kind: &Kind) -> PathBuf {
    let dir = work.join(kind.name);
    fs::create_dir_all(dir.join("src")).expect("a directory");
    fs::write(
        dir.join("Cargo.toml"),
        format!(
            "[package]\nname = \"{}-fifty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n[dependencies]\nserde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n{}",
            kind.name, kind.dependencies
        ),
    )
    .expect("a manifest");
    fs::write(dir.join("src/main.rs"), (kind.source)()).expect("a source");
    // The same versions as this program.
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock"), dir.join("Cargo.lock"))
        .expect("a lock file");

    dir
}

/// The least CPU seconds of several runs, dependencies built before.
fn cpu(dir: &Path, args: &[&str]) -> f64 {
    let run = |_| {
        let main = dir.join("src/main.rs");
        fs::write(&main, fs::read(&main).expect("the source")).expect("the source");
        timed(dir, args)
    };
    run(0);
    (0..3).map(run).fold(f64::INFINITY, f64::min)
}

/// The user CPU seconds of a cargo command, by the shell's own clock.
fn timed(dir: &Path, args: &[&str]) -> f64 {
    let script = format!("TIMEFORMAT=%U; time cargo {} --quiet 2>/dev/null", args.join(" "));
    let out = Command::new("bash")
        .args(["-c", &script])
        .env("CARGO_INCREMENTAL", "0")
        .env_remove("CARGO_TARGET_DIR")
        .current_dir(dir)
        .output()
        .expect("bash runs");
    assert!(out.status.success(), "cargo {args:?} in {}", dir.display());
    String::from_utf8_lossy(&out.stderr).trim().parse().expect("seconds")
}

#[expect(clippy::cast_precision_loss, reason = "line counts are small")]
fn ir_lines(dir: &Path) -> f64 {
    let status = Command::new("cargo")
        .args([
            "rustc",
            "--release",
            "--quiet",
            "--",
            "--emit=llvm-ir",
            "-Cno-prepopulate-passes",
            "-Ccodegen-units=1",
        ])
        .env_remove("CARGO_TARGET_DIR")
        .current_dir(dir)
        .status()
        .expect("cargo runs");
    assert!(status.success());
    let files = fs::read_dir(dir.join("target/release/deps")).expect("the output");
    let ir = |path: &PathBuf| path.extension().is_some_and(|e| e == "ll");
    let newest = files
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(ir)
        .max_by_key(|path| fs::metadata(path).and_then(|m| m.modified()).ok())
        .expect("an .ll file");
    fs::read_to_string(newest).expect("IR").lines().count() as f64
}
