report-engagement-students-title = مشاركة المتعلمين
