//! The wire format, measured: instructions and allocations of one operation, beside what a Rust programmer would write by
//! hand for the one struct (the floor) and beside scim_v2.
//!
//! `cargo run --release` prints the table. Both are counted by valgrind, which repeats to the digit whatever else
//! the machine does; without it the columns are empty. `cargo run --release -- op NAME COUNT` runs one
//! operation, for a profiler.

mod documents;
mod floor;
mod ops;

use std::process::Command;

use ops::{GROUPS, Op};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => table(),
        ["op", name, count] => {
            let op = ops::all().find(|op| op.name == name).unwrap_or_else(|| panic!("no operation {name}"));
            let mut run = (op.prepare)();
            for _ in 0..count.parse().expect("a count") {
                run();
            }
        }
        _ => {
            eprintln!("usage: benchmarks [op NAME COUNT]");
            std::process::exit(2);
        }
    }
}

fn table() {
    let counted = Command::new("valgrind").arg("--version").output().is_ok_and(|out| out.status.success());
    if !counted {
        println!("valgrind is not installed: instructions and allocations are left out");
    }
    for group in GROUPS {
        println!("\n{}", group.title);
        println!("{:<44} {:>14} {:>8} {:>8} {:>8}", "", "instructions", "x floor", "goal", "allocs");
        let floor = counted.then(|| per_run(&group.ops[0], instructions));
        for op in group.ops {
            let count = if op.name == group.ops[0].name { floor } else { counted.then(|| per_run(op, instructions)) };
            let ratio = count.zip(floor).map_or_else(String::new, |(ours, floor)| format!("{:.3}", ours / floor));
            let count = count.map_or_else(String::new, |count| format!("{count:.0}"));
            let goal = op.goal.map_or_else(String::new, |goal| format!("{goal:.2}"));
            let allocations = if counted { format!("{:.0}", per_run(op, allocations)) } else { String::new() };
            println!("{:<44} {count:>14} {ratio:>8} {goal:>8} {allocations:>8}", op.title);
        }
    }
}

/// What one operation costs: the difference between two runs, so that starting up does not count.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn per_run(op: &Op, total: fn(&Op, u32) -> u64) -> f64 {
    const RUNS: [u32; 2] = [2, 2 + 8];
    let [few, many] = RUNS.map(|runs| total(op, runs));
    (many - few) as f64 / f64::from(RUNS[1] - RUNS[0])
}

fn instructions(op: &Op, runs: u32) -> u64 {
    valgrind(op, runs, &["--tool=callgrind", "--callgrind-out-file=/dev/null"], "Collected :")
}

fn allocations(op: &Op, runs: u32) -> u64 {
    valgrind(op, runs, &["--tool=memcheck", "--leak-check=no", "--undef-value-errors=no"], "total heap usage:")
}

/// The first number after `label` in what valgrind says of so many runs.
fn valgrind(op: &Op, runs: u32, tool: &[&str], label: &str) -> u64 {
    let this = std::env::current_exe().expect("the path of this program");
    let out = Command::new("valgrind").args(tool).arg(this).args(["op", op.name, &runs.to_string()]).output();
    let out = out.expect("valgrind runs");
    let text = String::from_utf8_lossy(&out.stderr);
    let number = text.lines().find_map(|line| line.split_once(label)).and_then(|(_, rest)| {
        rest.split_whitespace().next()?.replace(',', "").parse().ok()
    });
    number.unwrap_or_else(|| panic!("{} under valgrind:\n{text}", op.name))
}
