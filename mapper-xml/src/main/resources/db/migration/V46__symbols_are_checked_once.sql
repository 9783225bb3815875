-- A symbol never changes, and yet its pattern was matched whenever a trade changed its asset, which was an eighth of that change.
-- A type is asked when a value becomes one of it.
create domain asset_symbol as text constraint assets_symbol_check check (value ~ '^[A-Z][A-Z0-9.-]{0,19}$');
alter table assets
    drop constraint assets_symbol_check,
    alter symbol type asset_symbol;
