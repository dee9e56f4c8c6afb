report-performance-answers-title = Réponses aux exercices
report-performance-answers-question = Quelles réponses ont données les apprenants, d’abord et enfin ?
report-performance-answers-section-1-title = Réponses aux exercices
report-performance-answers-section-1-help = Une ligne par partie d’exercice. Chaque apprenant compte une fois, avec sa première et avec sa dernière réponse.
report-performance-answers-about =
    Pour chaque apprenant et chaque exercice comptent la première et la dernière réponse envoyée, quelle qu’en soit la date ; ce qui a été essayé entre les deux ne compte pas. Un exercice à plusieurs parties a une répartition pour chaque partie.

    - **Premières** et **dernières** comptent les apprenants qui ont donné la réponse dans leur premier et dans leur dernier envoi.
    - Les réponses qui ne diffèrent que par des blancs à leurs extrémités sont les mêmes. Les différentes variantes (graines) d’un exercice sont séparées.
    - C’est la réponse la plus récente d’une partie qui décide si elle est affichée : son type doit être de ceux dont on peut compter les réponses. Les rédactions, les dessins et le code n’en sont pas.
    - C’est son envoi le plus récent qui dit si une réponse est juste ; une nouvelle correction se voit donc.
    - Les envois sans nom d’utilisateur sont omis, de même que les parties et les exercices dont l’identifiant dépasse 255 caractères.
