// The folder in which an oracle program binds its Unix sockets.

/// Calls a function in a new working directory, and removes that afterwards.
pub fn in_new_folder(f: impl FnOnce()) {
    let here = std::env::current_dir().unwrap();
    let folder = std::env::temp_dir().join(format!("stdnet-scripts-{}", std::process::id()));
    // One of an earlier process with this number, which was killed, may be left.
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir(&folder).unwrap();
    std::env::set_current_dir(&folder).unwrap();
    f();
    std::env::set_current_dir(here).unwrap();
    std::fs::remove_dir_all(folder).unwrap();
}
