"""Tables that other systems write: text and workbooks, days and times as people in Britain write them."""
