//! The store's promises, tried on both stores by the same scenarios.
//!
//! On SQLite each scenario is a test of its own. On MariaDB one test starts a server and tries all of them, each in a database
//! of its own, since starting a server takes longer than the scenarios.

mod backups;
mod crash;
mod damage;
mod limits;
mod place;
mod publishing;
mod queries;
mod readers;
mod reports;
mod server;
mod site;
mod switches;
mod yardstick;

use place::Place;

macro_rules! scenarios {
    ($($module:ident :: $name:ident),* $(,)?) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let folder = tempfile::tempdir().unwrap();
                $module::$name(&Place::sqlite(folder.path())).await;
            }
        )*

        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn mariadb() {
            let Some(server) = server::start() else {
                return;
            };
            $(
                eprintln!("{}", stringify!($name));
                $module::$name(&Place::mysql(&server, stringify!($name)).await).await;
            )*
            server::only_servers(&server).await;
        }
    };
}

scenarios! {
    publishing::tables_have_their_physical_form,
    publishing::a_publish_replaces_and_keeps_one_behind,
    publishing::rolling_back_changes_places,
    publishing::what_does_not_fit_is_not_published,
    publishing::leftovers_of_the_dead_are_cleared_not_those_of_the_living,
    publishing::plan_tells_what_changes,
    publishing::an_upgrade_adds_columns_under_readers,
    publishing::odd_values_survive,
    publishing::many_long_texts_fit_into_a_row,
    queries::typed_answers_are_alike,
    queries::keys_compare_binary,
    queries::nothing_but_reading,
    queries::the_portable_subset,
    queries::statements_are_checked_without_running,
    limits::queries_are_stopped_at_their_limits,
    limits::who_goes_away_leaves_nothing_behind,
    crash::killed_at_any_moment_the_store_is_whole,
    readers::see_old_or_new_never_a_mix,
    site::users_and_passwords,
    site::tokens_stand_for_less_than_their_user,
    site::tokens_given_for_a_password_end_with_it,
    site::what_another_program_changes_counts_for_tokens_at_once,
    site::sessions_end,
    site::failed_sign_ins_are_counted,
    site::sign_ins_under_way_count_for_all_programs,
    site::runs_are_on_record,
    site::migrations_run_once,
    site::values_by_name,
    site::what_several_programs_change_in_a_value_is_kept,
    site::grants_of_several_users_at_once,
    switches::reports_are_switched_and_left_to_the_settings_again,
    switches::tables_have_a_size,
    backups::backups_come_back,
    reports::built_in_reports_fit_the_store,
}
