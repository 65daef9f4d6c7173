//! The program.
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let config = args
        .get(1)
        .map(|f| std::fs::read_to_string(f).expect("config"))
        .unwrap_or_default();
    stance::cli::lab(&config, args.get(2).map(String::as_str));
}
