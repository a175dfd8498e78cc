//! Where one is: the title of the tab and the place of the focus.
use crate::page::spawn;

use crate::page;
use crate::words::staff;

/// Titles name the screen and never a person or a word of a letter: they stand in the browser's history.
pub fn title(screen: &str) {
    page::document().set_title(&staff::title(screen));
}

/// Moves the focus once what was just decided has been drawn.
pub fn focus_soon(id: impl Into<String>) {
    let id = id.into();
    spawn(async move {
        page::sleep(0).await;
        page::focus(&id);
    });
}
