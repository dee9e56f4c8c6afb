report-learners-roster-title = المتعلمون
report-learners-roster-question = من في المقرر، ومن يشارك ومن لا يشارك؟
report-learners-roster-section-1-title = المتعلمون
report-learners-roster-section-1-help = كل من سُجّل يومًا، مع ما فعله في آخر سبعة أيام مكتملة.
